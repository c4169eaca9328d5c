package panamoe.trainer.learner.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the routing of one layer developed in one training run, which is cut into intervals of steps.
 *
 * @param run which run, in words, such as "base model"
 * @param layer the encoder layer, from 0
 * @param tasks those that were trained in the run; T of them
 * @param points one per interval, steps increasing
 */
public record RoutingTrend(String method, String run, long seed, int layer, List<String> tasks, List<Point> points) {

    /**
     * The routing in one interval of training. What is not by task is over all tasks, see {@link RoutingMap}.
     *
     * @param step steps of the run done at the end of the interval
     * @param load {@code [T][E]}: the share of the task's choices that the expert got; empty for a task without tokens in the
     *     interval
     * @param entropy {@code [T]}: of each row, in nats; null for a task without tokens in the interval
     * @param maxOverMean the busiest expert's share relative to 1 / E
     * @param dropped the share of the wanted choices that capacity dropped
     * @param specialisation how far the expert tells the task, 0 to 1
     */
    public record Point(
            int step,
            List<List<Double>> load,
            List<@Nullable Double> entropy,
            double maxOverMean,
            double dropped,
            double specialisation) {

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
            RoutingChecks.requireBetweenZeroAnd(experts, what + ": load max / mean", maxOverMean);
            RoutingChecks.requireBetweenZeroAnd(1, what + ": dropped share", dropped);
            RoutingChecks.requireBetweenZeroAnd(1, what + ": specialisation", specialisation);
        }

        /** The number of experts, E; 0 when no task has tokens. */
        public int expertCount() {
            return experts(load);
        }

        private static int experts(List<List<Double>> load) {
            return load.stream().mapToInt(List::size).max().orElse(0);
        }
    }

    /** @throws IllegalArgumentException if a point has not a load per task, or steps do not increase */
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
