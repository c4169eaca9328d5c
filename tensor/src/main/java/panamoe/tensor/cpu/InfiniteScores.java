package panamoe.tensor.cpu;

/** Softmax where the largest score is infinite. */
final class InfiniteScores {

    private InfiniteScores() {}

    /**
     * The limit of softmax: 1 for the largest score, 0 for all others. If several scores equal {@code max}, there is no
     * limit and the row is NaN.
     */
    static void softmax(float max, float[] x, int xo, float[] y, int yo, int n) {
        int largest = 0;
        for (int i = 0; i < n; i++) {
            largest += x[xo + i] == max ? 1 : 0;
        }
        for (int i = 0; i < n; i++) {
            y[yo + i] = largest > 1 ? Float.NaN : x[xo + i] == max ? 1 : 0;
        }
    }
}
