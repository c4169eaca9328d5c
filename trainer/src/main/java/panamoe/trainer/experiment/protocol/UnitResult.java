package panamoe.trainer.experiment.protocol;

import java.util.List;
import java.util.Map;
import panamoe.trainer.learner.training.LearningCurve;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RoutingTrend;

/**
 * What a finished unit measured; one line of {@code runs.jsonl}.
 *
 * @param scores of tasks
 * @param curves of the losses in training
 * @param routing of the trained model; empty for a dense one
 * @param trends how that routing developed in training
 * @param seconds the unit took
 */
public record UnitResult(
        UnitKey key,
        List<Score> scores,
        List<LearningCurve> curves,
        List<RoutingMap> routing,
        List<RoutingTrend> trends,
        double seconds) {

    /**
     * A task's score at the end of the unit, or of one of several short runs on the task.
     *
     * @param condition tells several scores of one task apart, parts joined by slashes; empty where there is one
     * @param value in the task's main metric
     * @param others by the names of its other metrics
     */
    public record Score(String task, String condition, double value, Map<String, Double> others) {

        /** The one score of a task. */
        public static Score of(String task, double value, Map<String, Double> others) {
            return new Score(task, "", value, others);
        }

        /** One of several scores of a task, in its main metric. */
        public static Score under(String condition, String task, double value) {
            return new Score(task, condition, value, Map.of());
        }

        private boolean isOf(String name) {
            return task.equals(name) && condition.isEmpty();
        }
    }

    /** Copies the lists. */
    public UnitResult {
        scores = List.copyOf(scores);
        curves = List.copyOf(curves);
        routing = List.copyOf(routing);
        trends = List.copyOf(trends);
    }

    /** A result whose time is set when the unit is done. */
    public static UnitResult of(
            UnitKey key,
            List<Score> scores,
            List<LearningCurve> curves,
            List<RoutingMap> routing,
            List<RoutingTrend> trends) {
        return new UnitResult(key, scores, curves, routing, trends, 0);
    }

    /** What several models of one unit measured. */
    public static UnitResult joined(UnitKey key, List<UnitResult> models) {
        return of(
                key,
                models.stream().flatMap(model -> model.scores.stream()).toList(),
                models.stream().flatMap(model -> model.curves.stream()).toList(),
                models.stream().flatMap(model -> model.routing.stream()).toList(),
                models.stream().flatMap(model -> model.trends.stream()).toList());
    }

    /** With the time that it took. */
    public UnitResult took(double duration) {
        return new UnitResult(key, scores, curves, routing, trends, duration);
    }

    /** True if the unit measured the task. */
    public boolean measured(String task) {
        return scores.stream().anyMatch(score -> score.isOf(task));
    }

    /** A task in its main metric. @throws IllegalArgumentException if the unit did not measure it */
    public double score(String task) {
        return find(task).value();
    }

    /** A task in another of its metrics. @throws IllegalArgumentException if the unit did not measure it */
    public double score(String task, String metric) {
        Double value = find(task).others().get(metric);
        if (value == null) {
            throw new IllegalArgumentException(key + " has no " + metric + " of task " + task);
        }
        return value;
    }

    private Score find(String task) {
        return scores.stream()
                .filter(score -> score.isOf(task))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key + " has no score of task " + task));
    }
}
