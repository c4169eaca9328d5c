package panamoe.tensor.cpu;

/** The part of packing that turns rows into columns; see {@link Packing}. */
interface PackLoops {

    /**
     * {@code packed[to + p width + i] = x[xo + i ld + p]} for {@code 0 <= i < lines <= width} and {@code 0 <= p < depth}.
     *
     * @param scratch at least as long as a tile of {@link MicroKernel}, overwritten
     */
    void interleave(
            float[] x, int xo, int ld, int lines, int depth, int width, float[] packed, int to, float[] scratch);

    /**
     * {@code packed[to + (q depth + p) width + i] = x[xo + p ld + q width + i]} for panels {@code 0 <= q < panels},
     * {@code 0 <= p < depth} and {@code 0 <= i < width}. Each row of x is read from end to end, which suits the
     * hardware prefetcher.
     */
    void copyPanels(float[] x, int xo, int ld, int panels, int depth, int width, float[] packed, int to);

    /** {@link #copyPanels} of a single panel with only {@code lines} lines; zeros fill the others. */
    void copyPart(float[] x, int xo, int ld, int lines, int depth, int width, float[] packed, int to);

    /** {@link #interleave} for depths {@code from..depth - 1}, as plain loops. */
    static void interleave(
            float[] x, int xo, int ld, int lines, int from, int depth, int width, float[] packed, int to) {
        for (int i = 0; i < lines; i++) {
            for (int p = from; p < depth; p++) {
                packed[to + p * width + i] = x[xo + i * ld + p];
            }
        }
    }
}
