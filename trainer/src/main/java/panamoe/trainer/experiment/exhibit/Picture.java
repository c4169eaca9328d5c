package panamoe.trainer.experiment.exhibit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;

/** A picture as data. */
public sealed interface Picture {

    /** A sentence for those who do not see it. */
    String description();

    /**
     * Means with their intervals, one row each.
     *
     * @param numbers how they are written; differences are drawn about 0
     */
    record Intervals(String description, List<Row> rows, Numbers numbers) implements Picture {
        /** Copies the list. */
        public Intervals {
            rows = List.copyOf(rows);
        }
    }

    /** A row of intervals. */
    record Row(Series series, Estimate estimate) {}

    /** Curves over counts, on an axis of their logarithms. */
    record Curves(String description, String xLabel, String yLabel, List<Curve> curves) implements Picture {
        /** Copies the list. */
        public Curves {
            curves = List.copyOf(curves);
        }
    }

    /** A curve; its points have a mean. */
    record Curve(Series series, List<Point> points) {
        /** Copies the list. */
        public Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * A point of a curve.
     *
     * @param name of the place in words
     */
    record Point(int x, String name, Estimate estimate) {}

    /** Levels before and after a change, one row each. */
    record BeforeAfter(String description, Series series, List<Change> changes) implements Picture {
        /** Copies the list. */
        public BeforeAfter {
            changes = List.copyOf(changes);
        }
    }

    /**
     * A row of levels.
     *
     * @param missing why a level is missing; null if none is
     */
    record Change(
            String name,
            Estimate before,
            Estimate after,
            @Nullable String missing) {}
}
