package panamoe.trainer.learner.training;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routing of one layer over one training run, which is divided into intervals of steps.
 *
 * @param label the label of the run
 * @param layer the encoder layer, from 0
 * @param tasks the names of the T tasks that were trained in the run
 * @param points one point per interval, in the order of their steps
 */
public record RoutingTrend(@JsonUnwrapped RunLabel label, int layer, List<String> tasks, List<Point> points) {

    /**
     * The routing in one interval of training, see {@link RoutingMap}.
     *
     * @param step the number of finished steps of the run at the end of the interval
     * @param load {@code [T][E]}: the share of the choices of the task that the expert got; empty for a task without tokens in the
     *     interval
     * @param entropy {@code [T]}: the entropy of each row, in nats; null for a task without tokens in the interval
     * @param summary the routing over all tasks
     */
    public record Point(
            int step,
            List<List<Double>> load,
            List<@Nullable Double> entropy,
            @JsonUnwrapped RoutingSummary summary) {

        /** @throws IllegalArgumentException if sizes or ranges are not as described */
        public Point {
            load = load.stream().map(List::copyOf).toList();
            entropy = Collections.unmodifiableList(new ArrayList<>(entropy));
            String what = "routing at step " + step;
            if (load.size() != entropy.size()) {
                throw new IllegalArgumentException(
                        what + ": " + load.size() + " loads and " + entropy.size() + " entropies");
            }
            int experts = experts(load);
            for (int t = 0; t < load.size(); t++) {
                Double ofTask = entropy.get(t);
                if (load.get(t).isEmpty() != (ofTask == null)) {
                    throw new IllegalArgumentException(what + ", task " + t + ": load " + load.get(t) + ", entropy "
                            + ofTask + ": expected both, or an empty load and null");
                }
                if (ofTask != null) {
                    RoutingChecks.requireLoad(what + ", task " + t, load.get(t), experts);
                    RoutingChecks.requireBetweenZeroAnd(Math.log(experts), what + ": entropy", ofTask);
                }
            }
            summary.requireInRange(what, experts);
        }

        /** The number of experts, E; 0 if no task has tokens. */
        public int expertCount() {
            return experts(load);
        }

        private static int experts(List<List<Double>> load) {
            return load.stream().mapToInt(List::size).max().orElse(0);
        }
    }

    /** @throws IllegalArgumentException if a point does not have one load per task, or the steps do not increase */
    public RoutingTrend {
        tasks = List.copyOf(tasks);
        points = List.copyOf(points);
        int before = -1;
        for (Point point : points) {
            if (point.load().size() != tasks.size()) {
                throw new IllegalArgumentException("routing at step " + point.step() + ": "
                        + point.load().size() + " loads for the tasks " + tasks);
            }
            if (point.step() <= before) {
                throw new IllegalArgumentException(
                        "routing at step " + point.step() + " after step " + before + ": expected increasing steps");
            }
            before = point.step();
        }
    }
}
