package panamoe.tensor.cpu;

/** Loads parts of matrices into the caches before they are read in an order that no prefetcher follows. */
final class CacheLines {

    /** Floats in a cache line. */
    private static final int FLOATS = 16;

    private CacheLines() {}

    /**
     * Reads one float of every cache line, row after row.
     *
     * @param ld the distance of the rows
     * @return the sum of these floats; if the caller stores it, the JIT cannot remove the reads
     */
    static float touch(float[] x, int xo, int ld, int rows, int columns) {
        float sum = 0;
        for (int i = 0; i < rows; i++) {
            for (int p = 0; p < columns; p += FLOATS) {
                sum += x[xo + i * ld + p];
            }
        }
        return sum;
    }
}
