package panamoe.trainer.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import panamoe.trainer.common.Ordered;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.learner.MethodNames;

/**
 * A task of the suite, and whether it was learnt. Use {@link #of}.
 *
 * @param metric the name of the metric that the scores are in
 * @param labels number of classes; 0 in a regression task
 * @param trainSize training examples before any cut
 * @param testSize examples that the scores are taken on
 * @param baseline the score on them of always giving the same answer: the most frequent training label, or the mean score
 * @param source which run's scores {@code methods} holds, in words
 * @param methods by name, see {@link MethodNames}
 */
public record TaskSummary(
        String name,
        String family,
        String metric,
        int labels,
        int trainSize,
        int testSize,
        double baseline,
        String source,
        Map<String, Score> methods) {

    /**
     * What a method reached over the seeds.
     *
     * @param score in the task's main metric
     * @param others by the names of its other metrics
     */
    public record Scores(Estimate score, Map<String, Estimate> others) {}

    /**
     * What a method reached over the seeds and where it stands.
     *
     * @param score in the task's main metric
     * @param others by the names of its other metrics
     */
    public record Score(Estimate score, Map<String, Estimate> others, Mark mark) {

        public Score {
            others = Ordered.copy(others);
        }
    }

    /** Where a score stands to the baseline. */
    public enum Mark {
        @JsonProperty("above")
        ABOVE,
        @JsonProperty("at")
        AT,
        @JsonProperty("below")
        BELOW,
        /** There is no score to judge. */
        @JsonProperty("unknown")
        UNKNOWN
    }

    public TaskSummary {
        methods = MethodNames.inOrder(methods);
        if (testSize < 1) {
            throw new IllegalArgumentException("task " + name + ": test size " + testSize + ": expected at least 1");
        }
        if (!(baseline >= 0 && baseline <= 1)) {
            throw new IllegalArgumentException("task " + name + ": baseline " + baseline + ": expected 0..1");
        }
    }

    /**
     * Marks each method's mean score as above or below the baseline when it is more than two standard errors of the baseline
     * away.
     *
     * @param standardError of the baseline on this many examples
     */
    public static TaskSummary of(
            String name,
            String family,
            String metric,
            int labels,
            int trainSize,
            int testSize,
            double baseline,
            double standardError,
            String source,
            Map<String, Scores> methods) {
        Map<String, Score> scores = new LinkedHashMap<>();
        methods.forEach((method, found) -> scores.put(
                method, new Score(found.score(), found.others(), mark(found.score(), baseline, standardError))));
        return new TaskSummary(name, family, metric, labels, trainSize, testSize, baseline, source, scores);
    }

    private static Mark mark(Estimate score, double baseline, double standardError) {
        if (score.mean() == null) {
            return Mark.UNKNOWN;
        }
        double distance = score.mean() - baseline;
        if (distance > 2 * standardError) {
            return Mark.ABOVE;
        }
        return distance < -2 * standardError ? Mark.BELOW : Mark.AT;
    }
}
