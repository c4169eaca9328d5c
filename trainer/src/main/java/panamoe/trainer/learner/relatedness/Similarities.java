package panamoe.trainer.learner.relatedness;

import java.util.stream.IntStream;

/**
 * The similarities of a task to the seen tasks.
 *
 * @param values one for each seen task, from -1 to 1, at least one
 */
public record Similarities(double[] values) {

    /** The index of the most similar task; of equal ones the first. */
    public int nearest() {
        return IntStream.range(0, values.length)
                .reduce((best, i) -> values[i] > values[best] ? i : best)
                .orElseThrow();
    }

    /** The similarity of the most similar task. */
    public double most() {
        return values[nearest()];
    }
}
