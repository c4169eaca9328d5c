package panamoe.trainer.experiment.statistics;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/** A closed interval. In JSON {@code [low, high]}. */
@JsonPropertyOrder({"low", "high"})
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Interval(double low, double high) {

    public Interval {
        if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException("interval [" + low + ", " + high + "]: expected finite low <= high");
        }
    }

    /** {@code high - low}. */
    double width() {
        return high - low;
    }

    /** True when every point of the interval is above {@code value}. */
    public boolean isAbove(double value) {
        return low > value;
    }

    /** True when every point of the interval is below {@code value}. */
    public boolean isBelow(double value) {
        return high < value;
    }
}
