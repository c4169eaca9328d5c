package panamoe.trainer.tasks;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A measure of the agreement of predictions with the expected answers; higher is better, 1 is perfect. */
public enum Metric {
    /** The share of right predictions. */
    ACCURACY("accuracy", true),
    /** F1 of the second label of two. */
    F1("f1", true),
    /** The unweighted mean of the F1 of all labels. */
    MACRO_F1("macro-f1", true),
    /** Matthews' correlation, in -1..1; for more than two labels Gorodkin's R_K. */
    MATTHEWS("matthews", true),
    /** Pearson's correlation of scores, in -1..1. */
    PEARSON("pearson", false),
    /** Spearman's rank correlation of scores, in -1..1. */
    SPEARMAN("spearman", false);

    private final String label;
    private final boolean ofLabels;

    Metric(String label, boolean ofLabels) {
        this.label = label;
        this.ofLabels = ofLabels;
    }

    /** The name in manifests and reports. */
    public String label() {
        return label;
    }

    /** True for a metric of labels, false for a metric of scores. */
    public boolean isOfLabels() {
        return ofLabels;
    }

    /** Computes the metric of predicted labels. @throws IllegalArgumentException if this is a metric of scores */
    public double of(Confusion answers) {
        return switch (this) {
            case ACCURACY -> answers.accuracy();
            case F1 -> answers.f1(1);
            case MACRO_F1 -> answers.macroF1();
            case MATTHEWS -> answers.matthews();
            case PEARSON, SPEARMAN -> throw new IllegalArgumentException(label + " of labels: expected scores");
        };
    }

    /**
     * Computes the metric of predicted scores; NaN if a score is not finite.
     *
     * @throws IllegalArgumentException if this is a metric of labels
     */
    public double of(double[] expected, double[] answered) {
        return switch (this) {
            case PEARSON -> Correlation.pearson(expected, answered);
            case SPEARMAN -> Correlation.spearman(expected, answered);
            default -> throw new IllegalArgumentException(label + " of scores: expected labels");
        };
    }

    /**
     * The expected metric of random labels, where it is above that of a constant label; else 0. If labels are drawn with the
     * frequencies of the examples, the precision and recall of a label both equal its share. The mean of the shares is {@code 1 /
     * classes}, and other frequencies give less.
     */
    double ofRandomLabels(int classes) {
        return this == MACRO_F1 ? 1.0 / classes : 0;
    }

    /**
     * The least distance from a baseline at which a metric on {@code n} examples differs significantly: about two standard errors
     * of the metric for answers that do not depend on the examples. The standard error is binomial for accuracy and {@code 1 /
     * sqrt(n)} for correlations; F1 is treated as an accuracy.
     *
     * @param baseline the metric of answers that do not depend on the examples
     * @param n the number of examples
     */
    public double margin(double baseline, int n) {
        double standardError = switch (this) {
            case ACCURACY, F1, MACRO_F1 -> Math.sqrt(baseline * (1 - baseline) / n);
            case MATTHEWS, PEARSON, SPEARMAN -> 1 / Math.sqrt(n);
        };
        return 2 * standardError;
    }

    /** The metric of that name. @throws IllegalArgumentException if there is none; the message lists all names */
    public static Metric named(String label) {
        return Arrays.stream(values())
                .filter(metric -> metric.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown metric \"" + label + "\": expected one of "
                        + Arrays.stream(values()).map(Metric::label).collect(Collectors.joining(", "))));
    }

    /** The {@link #label}. */
    @Override
    public String toString() {
        return label;
    }
}
