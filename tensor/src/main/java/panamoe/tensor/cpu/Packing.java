package panamoe.tensor.cpu;

/**
 * Copies a matrix operand to {@link Panels}, the layout that {@link MicroKernel} reads fastest. The lines of a panel
 * (rows of a, columns of b) become {@code [depth, width]}, padded with zeros behind the last line.
 */
final class Packing {

    /** Rows of up to this depth end before a hardware prefetcher has detected them. */
    private static final int SHORT_DEPTH = 512;

    /** Floats in a cache line. */
    private static final int LINE = 16;

    /** The packed operand, which determines the meaning of its lines. */
    enum Side {
        /** Rows of a. */
        A,
        /** Columns of b. */
        B
    }

    private final KernelSet kernels;
    private final Panels panels;
    private final Side side;

    Packing(KernelSet kernels, Panels panels, Side side) {
        this.kernels = kernels;
        this.panels = panels;
        this.side = side;
    }

    /**
     * Packs panels {@code from..to - 1} of group g; {@code offset} is the position of panel 0.
     *
     * @param scratch a tile, overwritten
     */
    void pack(Product p, int g, int from, int to, float[] packed, int offset, float[] scratch) {
        boolean ofA = side == Side.A;
        float[] x = ofA ? p.a() : p.b();
        int xo = ofA ? p.a(g) : p.b(g);
        int ld = ofA ? p.lda() : p.ldb();
        boolean linesAreRows = ofA ? !p.transA() : p.transB();
        int lines = ofA ? p.rows(g) : p.n();
        int depth = p.depth(g);
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
     * Loads the rows into the cache: reads one float of every cache line, row after row. Without it, interleaving waits
     * for each of its many short streams, and packing takes twice as long for operands outside the cache. The sum
     * prevents the JIT from removing the reads.
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
