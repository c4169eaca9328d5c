package panamoe.trainer.product.training;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import panamoe.trainer.learner.relatedness.MeanRows;
import panamoe.trainer.tasks.SequenceSource;

/**
 * The mean output of the frozen layers over the texts of a task. A task that is added later is compared with it. Each text has the same
 * weight, whatever its length.
 */
public final class MeanFeatures {

    /** The largest number of training examples in the mean. They stand in random order, so the first ones are a sample. */
    static final int MOST_EXAMPLES = 200;

    private static final MathContext DIGITS = new MathContext(6);

    private MeanFeatures() {}

    /**
     * The mean over examples of the mean over the rows of each example.
     *
     * @param source the output of the frozen layers
     * @param slot of the task
     * @param examples the size of its training split
     * @return {@code [width]}, rounded to six significant digits
     */
    public static List<Double> of(SequenceSource source, int slot, int examples) {
        int[] sample = IntStream.range(0, Math.min(examples, MOST_EXAMPLES)).toArray();
        return Arrays.stream(MeanRows.of(source, slot, sample))
                .mapToObj(MeanFeatures::rounded)
                .toList();
    }

    private static double rounded(double value) {
        return BigDecimal.valueOf(value).round(DIGITS).doubleValue();
    }
}
