package panamoe.trainer.tasks;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import panamoe.tensor.Check;

/** A confusion matrix over the labels of a task, and the metrics that follow from it. */
public final class Confusion {

    private final long[][] counts;

    /** An empty matrix for this number of labels. */
    public Confusion(int classes) {
        counts = new long[classes][classes];
    }

    /**
     * A matrix of given counts.
     *
     * @param rows a square matrix: one row per expected label, one column per predicted label
     * @throws IllegalArgumentException if the matrix is not square or a count is negative
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Confusion(List<List<Long>> rows) {
        this(rows.size());
        for (int label = 0; label < counts.length; label++) {
            Check.that(
                    rows.get(label).size() == counts.length
                            && rows.get(label).stream().allMatch(count -> count >= 0),
                    "counts of answers " + rows + ": expected as many rows as columns, and counts from 0");
            for (int answer = 0; answer < counts.length; answer++) {
                counts[label][answer] = rows.get(label).get(answer);
            }
        }
    }

    /** The counts: one row per expected label, one column per predicted label. */
    @JsonValue
    public List<List<Long>> rows() {
        return Arrays.stream(counts)
                .map(row -> LongStream.of(row).boxed().toList())
                .toList();
    }

    /** The sum of both matrices. @throws IllegalArgumentException if their numbers of labels differ */
    public Confusion plus(Confusion other) {
        Check.that(
                counts.length == other.counts.length,
                () -> "answers of " + counts.length + " and of " + other.counts.length + " labels: expected the same");
        Confusion sum = new Confusion(counts.length);
        for (int label = 0; label < counts.length; label++) {
            for (int answer = 0; answer < counts.length; answer++) {
                sum.counts[label][answer] = counts[label][answer] + other.counts[label][answer];
            }
        }
        return sum;
    }

    /** Counts one prediction. */
    public void add(int expected, int answered) {
        counts[expected][answered]++;
    }

    /** The number of examples of a label. */
    public long expected(int label) {
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

    /** The share of the predictions of a label that were right; 0 if the label was never predicted. */
    public double precision(int label) {
        return answered(label) == 0 ? 0 : counts[label][label] / (double) answered(label);
    }

    /** The share of the examples of a label that were predicted right; 0 if the label has no example. */
    public double recall(int label) {
        return expected(label) == 0 ? 0 : counts[label][label] / (double) expected(label);
    }

    /** The share of right predictions; NaN if nothing was counted. */
    public double accuracy() {
        return right() / (double) total();
    }

    /** The harmonic mean of a label's precision and recall; 0 if the label was never expected and never predicted. */
    public double f1(int label) {
        long both = expected(label) + answered(label);
        return both == 0 ? 0 : 2.0 * counts[label][label] / both;
    }

    /** The mean F1 of all labels. */
    public double macroF1() {
        return IntStream.range(0, counts.length).mapToDouble(this::f1).average().orElseThrow();
    }

    /**
     * Matthews' correlation coefficient, for any number of labels (Gorodkin 2004, eq. 8); 0 if all predictions or all expected
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

    @Override
    public boolean equals(Object other) {
        return other instanceof Confusion same && Arrays.deepEquals(counts, same.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(counts);
    }

    @Override
    public String toString() {
        return rows().toString();
    }
}
