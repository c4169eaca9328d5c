package panamoe.tensor.cpu;

import org.jspecify.annotations.Nullable;

/**
 * Finds the k largest elements of a row in k passes. If rows choose experts, k is 1 or 2, and each pass searches the
 * list of taken columns. If experts choose rows, k is in the hundreds, and taken columns are marked.
 */
final class TopK {

    private static final int FEW = 8;

    private TopK() {}

    /** Writes the columns of the k largest of {@code x[xo..xo + n - 1]}, largest first, ties to the lower column. */
    static void row(float[] x, int xo, int n, int[] index, int io, int k) {
        boolean @Nullable [] taken = k > FEW ? new boolean[n] : null;
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
