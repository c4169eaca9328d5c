package panamoe.trainer.learner.relatedness;

import java.util.Arrays;

/** The weights of tasks by their similarities. */
final class Softmax {

    /** At this temperature a similarity of 1 has 150 times the weight of a similarity of 0. */
    private static final double TEMPERATURE = 0.2;

    private Softmax() {}

    /** {@code e^(s_i / temperature)}, divided by the sum. */
    static double[] of(double[] similarities) {
        double most = Arrays.stream(similarities).max().orElseThrow();
        double[] weights = Arrays.stream(similarities)
                .map(similarity -> Math.exp((similarity - most) / TEMPERATURE))
                .toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
