package panamoe.tensor.cpu;

/**
 * Copies a matrix operand to {@link Panels}, as {@link MicroKernel} reads them fastest: a panel's lines (rows of a,
 * columns of b) as {@code [depth, width]}, filled up with zeros behind the last line.
 */
final class Packing {

    /** Rows of up to this depth end before a prefetcher has learned where they lead. */
    private static final int SHORT_DEPTH = 512;

    /** Floats in a cache line. */
    private static final int LINE = 16;

    private Packing() {}

    /**
     * Packs panels {@code from..to - 1}; panel 0 would lie at {@code offset}.
     *
     * @param x the operand, from {@code xo} on, its rows {@code ld} apart
     * @param linesAreRows whether lines are rows of x or columns
     * @param scratch a tile, overwritten
     */
    static void pack(
            KernelSet kernels,
            float[] x,
            int xo,
            int ld,
            boolean linesAreRows,
            int lines,
            int depth,
            Panels panels,
            int from,
            int to,
            float[] packed,
            int offset,
            float[] scratch) {
        if (linesAreRows) {
            for (int panel = from; panel < to; panel++) {
                int line = panels.first(lines, panel);
                int width = panels.width(lines, panel);
                int count = panels.present(lines, panel);
                if (depth <= SHORT_DEPTH) {
                    scratch[0] = touch(x, xo + line * ld, ld, count, depth);
                }
                kernels.interleave(x, xo + line * ld, ld, count, depth, width, packed, offset + line * depth, scratch);
                if (count < width) {
                    clear(count, depth, width, packed, offset + line * depth);
                }
            }
        } else {
            int whole = Math.clamp(lines / panels.wide(), from, to);
            int line = panels.first(lines, from);
            int width = panels.wide();
            kernels.copyPanels(x, xo + line, ld, whole - from, depth, width, packed, offset + line * depth);
            for (int panel = whole; panel < to; panel++) {
                int first = panels.first(lines, panel);
                int present = panels.present(lines, panel);
                int target = offset + first * depth;
                kernels.copyPart(x, xo + first, ld, present, depth, panels.width(lines, panel), packed, target);
            }
        }
    }

    /**
     * Reads a float of every cache line, row after row: interleaving would wait for each of its many short streams (on
     * operands that are not in cache, packing took half as long with it). The sum keeps the reads from being dropped.
     */
    private static float touch(float[] x, int xo, int ld, int rows, int depth) {
        float sum = 0;
        for (int i = 0; i < rows; i++) {
            for (int p = 0; p < depth; p += LINE) {
                sum += x[xo + i * ld + p];
            }
        }
        return sum;
    }

    private static void clear(int count, int depth, int width, float[] packed, int target) {
        for (int p = 0; p < depth; p++) {
            for (int i = count; i < width; i++) {
                packed[target + p * width + i] = 0;
            }
        }
    }
}
