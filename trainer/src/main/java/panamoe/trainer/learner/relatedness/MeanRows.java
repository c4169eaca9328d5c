package panamoe.trainer.learner.relatedness;

import java.util.Arrays;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;

/** The mean over texts of the mean over the rows of each. Each text has the same weight, whatever its length. */
public final class MeanRows {

    private static final int AT_ONCE = 32;

    private MeanRows() {}

    /**
     * The mean of some training examples.
     *
     * @param source the rows of the examples
     * @param slot of the task
     * @param examples indices of its training examples, at least one
     * @return {@code [width]}
     */
    public static double[] of(SequenceSource source, int slot, int[] examples) {
        double[] sum = new double[source.width()];
        for (int from = 0; from < examples.length; from += AT_ONCE) {
            int[] some = Arrays.copyOfRange(examples, from, Math.min(from + AT_ONCE, examples.length));
            source.prepare(slot, Split.TRAIN, some);
            for (int example : some) {
                addTo(sum, source.rows(slot, Split.TRAIN, example));
            }
        }
        return divided(sum, examples.length);
    }

    /** Adds the mean over the rows {@code float[rows * width]} of a text to {@code sum [width]}. */
    static void addTo(double[] sum, float[] rows) {
        int width = sum.length;
        int count = rows.length / width;
        for (int i = 0; i < rows.length; i++) {
            sum[i % width] += (double) rows[i] / count;
        }
    }

    static double[] divided(double[] sum, int texts) {
        return Arrays.stream(sum).map(total -> total / texts).toArray();
    }
}
