package panamoe.trainer.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A task of the suite, and whether it was learnt. Use {@link #of}.
 *
 * @param labels number of classes
 * @param trainSize training examples before any cut
 * @param testSize examples that the accuracies are taken on
 * @param majority accuracy on them of always answering with the most frequent training label
 * @param source which run's accuracy {@code methods} holds, in words
 * @param methods by name, see {@link MethodNames}
 */
public record TaskSummary(
        String name,
        String family,
        int labels,
        int trainSize,
        int testSize,
        double majority,
        String source,
        Map<String, Score> methods) {

    /** A method's accuracy over the seeds and where it stands. */
    public record Score(Estimate accuracy, Mark mark) {}

    /** Where an accuracy stands to the majority baseline. */
    public enum Mark {
        @JsonProperty("above")
        ABOVE,
        @JsonProperty("at")
        AT,
        @JsonProperty("below")
        BELOW,
        /** There is no accuracy to judge. */
        @JsonProperty("unknown")
        UNKNOWN
    }

    public TaskSummary {
        methods = MethodNames.inOrder(methods);
        if (testSize < 1) {
            throw new IllegalArgumentException("task " + name + ": test size " + testSize + ": expected at least 1");
        }
        if (!(majority >= 0 && majority <= 1)) {
            throw new IllegalArgumentException("task " + name + ": majority " + majority + ": expected 0..1");
        }
    }

    /**
     * Marks each method's mean accuracy as above or below the baseline when it is more than two binomial standard
     * errors away, the standard error being that of the baseline on this many examples,
     * sqrt(majority (1 - majority) / testSize).
     */
    public static TaskSummary of(
            String name,
            String family,
            int labels,
            int trainSize,
            int testSize,
            double majority,
            String source,
            Map<String, Estimate> accuracies) {
        Map<String, Score> scores = new LinkedHashMap<>();
        accuracies.forEach(
                (method, accuracy) -> scores.put(method, new Score(accuracy, mark(accuracy, majority, testSize))));
        return new TaskSummary(name, family, labels, trainSize, testSize, majority, source, scores);
    }

    private static Mark mark(Estimate accuracy, double majority, int testSize) {
        if (accuracy.mean() == null) {
            return Mark.UNKNOWN;
        }
        double twoErrors = 2 * Math.sqrt(majority * (1 - majority) / testSize);
        double distance = accuracy.mean() - majority;
        if (distance > twoErrors) {
            return Mark.ABOVE;
        }
        return distance < -twoErrors ? Mark.BELOW : Mark.AT;
    }
}
