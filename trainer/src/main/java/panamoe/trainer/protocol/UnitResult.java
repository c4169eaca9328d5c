package panamoe.trainer.protocol;

import java.util.List;
import panamoe.trainer.report.GateStart;
import panamoe.trainer.report.LearningCurve;
import panamoe.trainer.report.RoutingMap;

/**
 * What a finished unit measured; one line of {@code runs.jsonl}.
 *
 * @param scores accuracies of tasks
 * @param fewShot accuracies of the unseen-task protocol
 * @param seconds the unit took
 */
public record UnitResult(
        UnitKey key,
        List<Score> scores,
        List<FewShotScore> fewShot,
        List<LearningCurve> curves,
        List<RoutingMap> routing,
        double seconds) {

    /** A task's accuracy at the end of the unit. */
    public record Score(String task, double accuracy) {}

    /** The accuracy of an unseen target after learning it from one draw of some shots. */
    public record FewShotScore(String target, GateStart start, int shots, int draw, double accuracy) {}

    /** Copies the lists. */
    public UnitResult {
        scores = List.copyOf(scores);
        fewShot = List.copyOf(fewShot);
        curves = List.copyOf(curves);
        routing = List.copyOf(routing);
    }

    /** A result without few-shot scores; the time is set when the unit is done. */
    static UnitResult of(UnitKey key, List<Score> scores, List<LearningCurve> curves, List<RoutingMap> routing) {
        return new UnitResult(key, scores, List.of(), curves, routing, 0);
    }

    /** With the time that it took. */
    UnitResult took(double duration) {
        return new UnitResult(key, scores, fewShot, curves, routing, duration);
    }

    /** True if the unit measured the task. */
    boolean measured(String task) {
        return scores.stream().anyMatch(score -> score.task().equals(task));
    }

    /** The accuracy of a task. @throws IllegalArgumentException if the unit did not measure it */
    double accuracy(String task) {
        return scores.stream()
                .filter(score -> score.task().equals(task))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key + " has no accuracy of task " + task))
                .accuracy();
    }
}
