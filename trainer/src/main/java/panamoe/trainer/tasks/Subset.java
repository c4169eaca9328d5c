package panamoe.trainer.tasks;

import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.tensor.Rng;

/** Chooses some of a task's training examples at random; a larger choice from the same generator contains a smaller one. */
public final class Subset {

    private static final int ORDER = 0;

    private Subset() {}

    /** {@code size} of {@code n} examples, or all of them if there are fewer. */
    public static int[] random(int n, int size, Rng rng) {
        return Arrays.copyOf(rng.permutation(ORDER, n), Math.min(size, n));
    }

    /**
     * Like {@link #random}, but takes one example of each label in turn while the label has examples left. So a few-shot subset is
     * as balanced as the data allow.
     */
    public static int[] balanced(ImmutableList<Example> examples, int classes, int size, Rng rng) {
        int[] order = rng.permutation(ORDER, examples.size());
        int[][] byLabel = new int[classes][order.length];
        int[] counts = new int[classes];
        for (int i : order) {
            int label = examples.get(i).label();
            byLabel[label][counts[label]++] = i;
        }
        int[] chosen = new int[Math.min(size, order.length)];
        int filled = 0;
        for (int round = 0; filled < chosen.length; round++) {
            for (int label = 0; label < classes && filled < chosen.length; label++) {
                if (round < counts[label]) {
                    chosen[filled++] = byLabel[label][round];
                }
            }
        }
        return chosen;
    }
}
