package panamoe.tensor.cpu;

/** The largest elements of a row by k passes: k and the number of experts are small. */
final class TopK {

    private TopK() {}

    /** Writes the columns of the k largest of {@code x[xo..xo + n - 1]}, largest first, ties to the lower column. */
    static void row(float[] x, int xo, int n, int[] index, int io, int k) {
        for (int rank = 0; rank < k; rank++) {
            int best = -1;
            for (int j = 0; j < n; j++) {
                if (!contains(index, io, rank, j) && (best == -1 || x[xo + j] > x[xo + best])) {
                    best = j;
                }
            }
            index[io + rank] = best;
        }
    }

    private static boolean contains(int[] index, int io, int count, int value) {
        for (int i = 0; i < count; i++) {
            if (index[io + i] == value) {
                return true;
            }
        }
        return false;
    }
}
