package panamoe.trainer.data;

import java.util.Iterator;
import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntObjectMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import panamoe.tensor.Rng;

/**
 * The examples of a training run in the order in which it sees them. It follows from the mixture and the seed alone, so
 * every method sees the same; and what it holds of one task follows from that task's exposure, so a model of one task sees
 * the same of it as a model of all.
 *
 * @param steps one batch each
 */
public record Curriculum(ImmutableList<Step> steps) {

    private static final int TURNS = 0;
    private static final int EXAMPLES = 1;

    /**
     * One batch of one task.
     *
     * @param task the task's slot
     * @param examples indices of its training examples
     */
    public record Step(int task, int[] examples) {}

    /**
     * Lays out a run: the tasks take turns at random, and each task's batches walk through its examples in a new random order
     * per epoch.
     */
    public static Curriculum of(ImmutableList<Exposure> mixture, int batchSize, Rng rng) {
        MutableList<Integer> turns = Lists.mutable.empty();
        MutableIntObjectMap<Iterator<Step>> batches = IntObjectMaps.mutable.empty();
        for (Exposure exposure : mixture) {
            // the hash of a string is the same on every JVM
            Rng own = rng.derive(EXAMPLES).derive(exposure.stream().hashCode());
            batches.put(exposure.task(), batches(exposure, batchSize, own).iterator());
            for (int s = 0; s < exposure.steps(); s++) {
                turns.add(exposure.task());
            }
        }
        MutableList<Step> steps = Lists.mutable.empty();
        for (int turn : rng.permutation(TURNS, turns.size())) {
            steps.add(batches.get(turns.get(turn)).next());
        }
        return new Curriculum(steps.toImmutable());
    }

    private static List<Step> batches(Exposure exposure, int batchSize, Rng rng) {
        int[] pool = exposure.examples();
        List<Step> steps = Lists.mutable.empty();
        int[] order = {};
        int epoch = 0;
        int next = 0;
        for (int s = 0; s < exposure.steps(); s++) {
            int[] batch = new int[batchSize];
            for (int i = 0; i < batchSize; i++) {
                if (next == order.length) {
                    order = rng.permutation(epoch++, pool.length);
                    next = 0;
                }
                batch[i] = pool[order[next++]];
            }
            steps.add(new Step(exposure.task(), batch));
        }
        return steps;
    }

    /** The steps of one task, in the same order. */
    public Curriculum only(int task) {
        return new Curriculum(steps.select(step -> step.task() == task));
    }
}
