package panamoe.trainer.experiment.exhibit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;

/** A picture as data. */
public sealed interface Picture {

    /** The text alternative of the picture, for screen readers. */
    String description();

    /**
     * Means with their intervals, one row each.
     *
     * @param numbers number format; differences ({@link Numbers#CHANGE}) are drawn with a line at 0
     */
    record Intervals(String description, List<Row> rows, Numbers numbers) implements Picture {
        /** Copies the list. */
        public Intervals {
            rows = List.copyOf(rows);
        }
    }

    /** A row of intervals. */
    record Row(Series series, Estimate estimate) {}

    /** Curves over counts, on a logarithmic x-axis. */
    record Curves(String description, String xLabel, String yLabel, List<Curve> curves) implements Picture {
        /** Copies the list. */
        public Curves {
            curves = List.copyOf(curves);
        }
    }

    /** A curve. The estimate of every point has a mean. */
    record Curve(Series series, List<Point> points) {
        /** Copies the list. */
        public Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * A point of a curve.
     *
     * @param name the position in words, such as "size 32"
     */
    record Point(int x, String name, Estimate estimate) {}

    /** Scores before and after a change, one row for each change. */
    record BeforeAfter(String description, Series series, List<Change> changes) implements Picture {
        /** Copies the list. */
        public BeforeAfter {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The two scores of a row.
     *
     * @param missing the reason why a score is missing; null if both are there
     */
    record Change(
            String name,
            Estimate before,
            Estimate after,
            @Nullable String missing) {}
}
