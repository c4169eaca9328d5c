package panamoe.trainer.learner.relatedness;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Mean shift (Cheng 1995) of directions: each one moves to the mean of the seen tasks' directions, weighted by the softmax of their
 * similarities over a temperature. The directions of a group of tasks come together.
 */
final class MeanShift {

    private static final int SHIFTS = 2;

    private MeanShift() {}

    /**
     * The directions after two shifts, centred on the mean of the seen ones.
     *
     * @param directions unit vectors, one for each slot
     * @param seen the slots of the seen tasks
     */
    static double[][] shifted(double[][] directions, int[] seen) {
        double[][] shifted = directions;
        for (int i = 0; i < SHIFTS; i++) {
            double[][] centres = some(shifted, seen);
            shifted = Arrays.stream(shifted)
                    .map(direction -> UnitVector.of(mean(centres, Softmax.of(UnitVector.products(direction, centres)))))
                    .toArray(double[][]::new);
        }
        double[] mean = Centre.of(some(shifted, seen));
        return Arrays.stream(shifted)
                .map(direction -> UnitVector.of(Centre.difference(direction, mean)))
                .toArray(double[][]::new);
    }

    private static double[][] some(double[][] directions, int[] slots) {
        return IntStream.of(slots).mapToObj(slot -> directions[slot]).toArray(double[][]::new);
    }

    private static double[] mean(double[][] vectors, double[] weights) {
        double[] mean = new double[vectors[0].length];
        for (int v = 0; v < vectors.length; v++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += weights[v] * vectors[v][i];
            }
        }
        return mean;
    }
}
