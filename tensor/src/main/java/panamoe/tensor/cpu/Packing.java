package panamoe.tensor.cpu;

/**
 * Copies a matrix operand to panels, as {@link MicroKernel} reads them: panel p holds lines (rows of a, columns of b)
 * {@code p width .. (p + 1) width - 1} as {@code [depth, width]}, filled up with zeros behind the last line.
 */
final class Packing {

    private Packing() {}

    /** The number of panels for that many lines. */
    static int panels(int lines, int width) {
        return (lines + width - 1) / width;
    }

    /** Packs the rows of a for panels {@code from} (inclusive) to {@code to}; panel 0 lies at {@code offset}. */
    static void rowsOfA(KernelSet kernels, Product p, int from, int to, float[] packed, int offset, float[] scratch) {
        int width = kernels.tileRows();
        panels(kernels, p.a(), p.ao(), p.lda(), !p.transA(), p.m(), p.k(), width, from, to, packed, offset, scratch);
    }

    /** Packs the columns of b, like {@link #rowsOfA}. */
    static void columnsOfB(
            KernelSet kernels, Product p, int from, int to, float[] packed, int offset, float[] scratch) {
        int width = kernels.tileColumns();
        panels(kernels, p.b(), p.bo(), p.ldb(), p.transB(), p.n(), p.k(), width, from, to, packed, offset, scratch);
    }

    private static void panels(
            KernelSet kernels,
            float[] x,
            int xo,
            int ld,
            boolean linesAreRows,
            int lines,
            int depth,
            int width,
            int from,
            int to,
            float[] packed,
            int offset,
            float[] scratch) {
        if (linesAreRows) {
            for (int panel = from; panel < to; panel++) {
                int line = panel * width;
                int target = offset + panel * width * depth;
                int count = Math.min(width, lines - line);
                kernels.interleave(x, xo + line * ld, ld, count, depth, width, packed, target, scratch);
            }
        } else {
            copy(x, xo, ld, lines, depth, width, from, to, packed, offset);
        }
        int last = lines / width;
        if (last >= from && last < to) {
            clear(lines - last * width, depth, width, packed, offset + last * width * depth);
        }
    }

    /** Lines are columns of x: each row is read once from end to end, as the memory's prefetcher likes it. */
    private static void copy(
            float[] x, int xo, int ld, int lines, int depth, int width, int from, int to, float[] packed, int offset) {
        for (int p = 0; p < depth; p++) {
            for (int panel = from; panel < to; panel++) {
                int line = panel * width;
                int target = offset + (panel * depth + p) * width;
                System.arraycopy(x, xo + p * ld + line, packed, target, Math.min(width, lines - line));
            }
        }
    }

    private static void clear(int count, int depth, int width, float[] packed, int target) {
        for (int p = 0; p < depth; p++) {
            for (int i = count; i < width; i++) {
                packed[target + p * width + i] = 0;
            }
        }
    }
}
