package panamoe.trainer.experiment.protocol;

import java.util.List;
import java.util.Map;
import panamoe.trainer.experiment.unseen.GateStart;
import panamoe.trainer.learner.training.LearningCurve;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RoutingTrend;

/**
 * What a finished unit measured; one line of {@code runs.jsonl}.
 *
 * @param scores of tasks
 * @param fewShot scores of the unseen-task protocol
 * @param curves of the losses in training
 * @param routing of the trained model; empty for a dense one
 * @param trends how that routing developed in training
 * @param seconds the unit took
 */
public record UnitResult(
        UnitKey key,
        List<Score> scores,
        List<FewShotScore> fewShot,
        List<LearningCurve> curves,
        List<RoutingMap> routing,
        List<RoutingTrend> trends,
        double seconds) {

    /**
     * What a task reached at the end of the unit.
     *
     * @param value in the task's main metric
     * @param others by the names of its other metrics
     */
    public record Score(String task, double value, Map<String, Double> others) {

        /** A task with one metric. */
        public Score(String task, double value) {
            this(task, value, Map.of());
        }
    }

    /** What an unseen target reached, in its main metric, after learning it from one draw of some shots. */
    public record FewShotScore(String target, GateStart start, int shots, int draw, double value) {}

    /** Copies the lists. */
    public UnitResult {
        scores = List.copyOf(scores);
        fewShot = List.copyOf(fewShot);
        curves = List.copyOf(curves);
        routing = List.copyOf(routing);
        trends = List.copyOf(trends);
    }

    /** A result without few-shot scores; the time is set when the unit is done. */
    public static UnitResult of(
            UnitKey key,
            List<Score> scores,
            List<LearningCurve> curves,
            List<RoutingMap> routing,
            List<RoutingTrend> trends) {
        return new UnitResult(key, scores, List.of(), curves, routing, trends, 0);
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
        return new UnitResult(key, scores, fewShot, curves, routing, trends, duration);
    }

    /** True if the unit measured the task. */
    public boolean measured(String task) {
        return scores.stream().anyMatch(score -> score.task().equals(task));
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
                .filter(score -> score.task().equals(task))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key + " has no score of task " + task));
    }
}
