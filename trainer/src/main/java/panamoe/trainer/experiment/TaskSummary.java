package panamoe.trainer.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.trainer.common.Ordered;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.learner.Method;

/**
 * A task of the suite, and whether each method learned it. Made by {@link #of}.
 *
 * @param task the task and its baseline
 * @param source the run that the scores come from, in words
 * @param methods scores by method, in the order of {@link Method#inOrder}
 */
public record TaskSummary(@JsonUnwrapped Measured task, String source, Map<String, Score> methods) {

    /**
     * A task and the examples that it is measured on. Its components are keys of the task in {@code results.json}.
     *
     * @param metric name of the main metric
     * @param labels number of classes; 0 in a regression task
     * @param trainSize number of training examples before any cut
     * @param testSize number of examples that the scores are measured on
     * @param baseline the best score without reading the texts, see {@link panamoe.trainer.tasks.TaskData#baseline}
     */
    public record Measured(
            String name, String family, String metric, int labels, int trainSize, int testSize, double baseline) {

        /** @throws IllegalArgumentException if there are no examples, or the baseline is outside 0 to 1 */
        public Measured {
            if (testSize < 1) {
                throw new IllegalArgumentException(
                        "task " + name + ": test size " + testSize + ": expected at least 1");
            }
            if (!(baseline >= 0 && baseline <= 1)) {
                throw new IllegalArgumentException("task " + name + ": baseline " + baseline + ": expected 0..1");
            }
        }
    }

    /**
     * The scores of a method over the seeds.
     *
     * @param score estimate of the main metric
     * @param others estimates of the task's other metrics, by name
     * @param classes results by label; empty for a regression task, and if the predictions of a seed were not stored
     */
    public record Scores(Estimate score, Map<String, Estimate> others, List<ClassResult> classes) {}

    /**
     * The scores of a method over the seeds, and their position relative to the baseline.
     *
     * @param score estimate of the main metric
     * @param others estimates of the task's other metrics, by name
     * @param mark the position of the main metric's mean
     * @param classes results by label; empty for a regression task, and if the predictions of a seed were not stored
     */
    public record Score(
            Estimate score,
            Map<String, Estimate> others,
            Mark mark,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ClassResult> classes) {

        public Score {
            others = Ordered.copy(others);
            classes = List.copyOf(classes);
        }
    }

    /** The position of a score relative to the baseline. */
    public enum Mark {
        @JsonProperty("above")
        ABOVE,
        @JsonProperty("at")
        AT,
        @JsonProperty("below")
        BELOW,
        /** There is no score to judge, or models of some seeds diverged. */
        @JsonProperty("unknown")
        UNKNOWN
    }

    /** Puts the methods in order. */
    public TaskSummary {
        methods = Method.byName(methods);
    }

    /**
     * Marks each method's mean score as above or below the baseline when it is further away than the margin.
     *
     * @param margin the distance from the baseline up to which a score is marked as at the baseline
     */
    public static TaskSummary of(Measured task, double margin, String source, Map<String, Scores> methods) {
        Map<String, Score> scores = new LinkedHashMap<>();
        methods.forEach((method, found) -> scores.put(
                method,
                new Score(
                        found.score(), found.others(), mark(found.score(), task.baseline(), margin), found.classes())));
        return new TaskSummary(task, source, scores);
    }

    private static Mark mark(Estimate score, double baseline, double margin) {
        if (score.mean() == null || !score.diverged().isEmpty()) {
            return Mark.UNKNOWN;
        }
        double distance = score.mean() - baseline;
        if (distance > margin) {
            return Mark.ABOVE;
        }
        return distance < -margin ? Mark.BELOW : Mark.AT;
    }
}
