package panamoe.bench;

import java.util.Arrays;
import panamoe.tensor.Check;
import tools.jackson.databind.node.ObjectNode;

/**
 * Three figures that sum up a list of measurements.
 *
 * @param min the smallest
 * @param median the middle one, or the mean of the two in the middle
 * @param max the largest
 */
public record Quantiles(double min, double median, double max) {

    /** Those of at least one value. */
    public static Quantiles of(double... values) {
        Check.that(values.length >= 1, "quantiles of no value: expected at least 1");
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return new Quantiles(sorted[0], (sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[n - 1]);
    }

    /** A ratio's keys of a row. */
    public ObjectNode putInto(ObjectNode row) {
        return row.put("ratio", median).put("ratio_min", min).put("ratio_max", max);
    }
}
