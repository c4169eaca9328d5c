package panamoe.trainer.learner.relatedness;

import java.util.Arrays;

/** Vectors of length 1. */
final class UnitVector {

    private UnitVector() {}

    /** A vector divided by its length; zeros stay zeros. */
    static double[] of(double[] vector) {
        double length = Math.sqrt(product(vector, vector));
        return length == 0
                ? vector
                : Arrays.stream(vector).map(value -> value / length).toArray();
    }

    /** The inner products with other vectors. */
    static double[] products(double[] vector, double[][] others) {
        return Arrays.stream(others)
                .mapToDouble(other -> product(vector, other))
                .toArray();
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
