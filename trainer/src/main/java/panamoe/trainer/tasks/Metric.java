package panamoe.trainer.tasks;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How well answers agree with what was right; higher is better and 1 is perfect. */
public enum Metric {
    /** The share of right labels. */
    ACCURACY("accuracy", true),
    /** F1 of the second of two labels. */
    F1("f1", true),
    /** The mean over the labels of each one's F1. */
    MACRO_F1("macro-f1", true),
    /** Matthews' correlation, in -1..1; with more than two labels Gorodkin's R_K. */
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

    /** True if it judges labels, false if it judges scores. */
    public boolean isOfLabels() {
        return ofLabels;
    }

    /** The metric of these labels. @throws IllegalArgumentException if this is a metric of scores */
    public double of(Confusion answers) {
        return switch (this) {
            case ACCURACY -> answers.accuracy();
            case F1 -> answers.f1(1);
            case MACRO_F1 -> answers.macroF1();
            case MATTHEWS -> answers.matthews();
            case PEARSON, SPEARMAN -> throw new IllegalArgumentException(label + " of labels: expected scores");
        };
    }

    /** The metric of these scores. @throws IllegalArgumentException if this is a metric of labels */
    public double of(double[] expected, double[] answered) {
        return switch (this) {
            case PEARSON -> Correlation.pearson(expected, answered);
            case SPEARMAN -> Correlation.spearman(expected, answered);
            default -> throw new IllegalArgumentException(label + " of scores: expected labels");
        };
    }

    /**
     * What labels that are drawn at random are expected to reach where always giving one label reaches less. Drawn as often as they
     * are right, a label's precision and recall are its share; the mean of the shares is {@code 1 / classes}, and other shares of
     * answers give less.
     */
    double ofRandomLabels(int classes) {
        return this == MACRO_F1 ? 1.0 / classes : 0;
    }

    /**
     * How far from a baseline a score on {@code n} examples has to be to be told apart from it: about two standard errors of
     * the metric, for answers that do not depend on the examples. These are binomial for accuracy and {@code 1 / sqrt(n)} for
     * correlations; F1 is taken as if it were an accuracy.
     *
     * @param baseline what such answers reach
     */
    public double margin(double baseline, int n) {
        double standardError = switch (this) {
            case ACCURACY, F1, MACRO_F1 -> Math.sqrt(baseline * (1 - baseline) / n);
            case MATTHEWS, PEARSON, SPEARMAN -> 1 / Math.sqrt(n);
        };
        return 2 * standardError;
    }

    /** The metric of that name. @throws IllegalArgumentException if there is none; the message lists all */
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
