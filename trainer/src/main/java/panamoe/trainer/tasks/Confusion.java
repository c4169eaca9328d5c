package panamoe.trainer.tasks;

import java.util.stream.IntStream;

/** How often each label was answered where each was right, and the metrics that follow from it. */
public final class Confusion {

    private final long[][] counts;

    /** Nothing counted yet. */
    public Confusion(int classes) {
        counts = new long[classes][classes];
    }

    /** Counts an answer. */
    public void add(int expected, int answered) {
        counts[expected][answered]++;
    }

    private long expected(int label) {
        return IntStream.range(0, counts.length)
                .mapToLong(a -> counts[label][a])
                .sum();
    }

    private long answered(int label) {
        return IntStream.range(0, counts.length)
                .mapToLong(e -> counts[e][label])
                .sum();
    }

    private long right() {
        return IntStream.range(0, counts.length).mapToLong(l -> counts[l][l]).sum();
    }

    private long total() {
        return IntStream.range(0, counts.length).mapToLong(this::expected).sum();
    }

    /** The share of right answers. */
    public double accuracy() {
        return right() / (double) total();
    }

    /** The harmonic mean of a label's precision and recall; 0 if it was never right nor answered. */
    public double f1(int label) {
        long both = expected(label) + answered(label);
        return both == 0 ? 0 : 2.0 * counts[label][label] / both;
    }

    /** The mean F1 of all labels. */
    public double macroF1() {
        return IntStream.range(0, counts.length).mapToDouble(this::f1).average().orElseThrow();
    }

    /**
     * Matthews' correlation coefficient, for any number of labels (Gorodkin 2004, eq. 8); 0 if all answers or all right
     * labels are the same.
     */
    public double matthews() {
        double n = total();
        double agreement = right() * n;
        double ofExpected = n * n;
        double ofAnswered = n * n;
        for (int label = 0; label < counts.length; label++) {
            double e = expected(label);
            double a = answered(label);
            agreement -= e * a;
            ofExpected -= e * e;
            ofAnswered -= a * a;
        }
        double scale = Math.sqrt(ofExpected * ofAnswered);
        return scale == 0 ? 0 : agreement / scale;
    }
}
