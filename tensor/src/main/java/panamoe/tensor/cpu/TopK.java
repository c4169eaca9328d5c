package panamoe.tensor.cpu;

/**
 * The largest elements of a row by k passes. Where each row chooses experts, k is 1 or 2 and the list of those taken is
 * looked through; where each expert chooses rows, k is in the hundreds and those taken are marked.
 */
final class TopK {

    private static final int FEW = 8;

    private TopK() {}

    /** Writes the columns of the k largest of {@code x[xo..xo + n - 1]}, largest first, ties to the lower column. */
    static void row(float[] x, int xo, int n, int[] index, int io, int k) {
        boolean[] taken = k > FEW ? new boolean[n] : null;
        for (int rank = 0; rank < k; rank++) {
            int best = -1;
            for (int j = 0; j < n; j++) {
                boolean free = taken == null ? !contains(index, io, rank, j) : !taken[j];
                if (free && (best == -1 || x[xo + j] > x[xo + best])) {
                    best = j;
                }
            }
            index[io + rank] = best;
            if (taken != null) {
                taken[best] = true;
            }
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
