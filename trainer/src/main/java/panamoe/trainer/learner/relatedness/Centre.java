package panamoe.trainer.learner.relatedness;

/** The mean of vectors, which is subtracted from them. */
final class Centre {

    private Centre() {}

    /** The mean {@code [d]} of at least one vector; 0 for a single one, of which a difference would leave nothing. */
    static double[] of(double[][] vectors) {
        double[] mean = new double[vectors[0].length];
        if (vectors.length > 1) {
            for (double[] vector : vectors) {
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += vector[i] / vectors.length;
                }
            }
        }
        return mean;
    }

    /** {@code a - b}. */
    static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }
}
