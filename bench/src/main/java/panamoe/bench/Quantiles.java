package panamoe.bench;

import java.util.Arrays;
import panamoe.tensor.Check;
import tools.jackson.databind.node.ObjectNode;

/**
 * The summary of a list of measurements.
 *
 * @param min the least value
 * @param median the middle value, or the mean of the two middle values
 * @param max the greatest value
 */
public record Quantiles(double min, double median, double max) {

    /** The quantiles of at least one value. */
    public static Quantiles of(double... values) {
        Check.that(values.length >= 1, "quantiles of no value: expected at least 1");
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return new Quantiles(sorted[0], (sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[n - 1]);
    }

    /** Adds the quantiles of a ratio to a row of JSON. */
    public ObjectNode putInto(ObjectNode row) {
        return row.put("ratio", median).put("ratio_min", min).put("ratio_max", max);
    }
}
