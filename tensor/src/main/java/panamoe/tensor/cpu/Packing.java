package panamoe.tensor.cpu;

import java.util.Arrays;

/**
 * Copies a part of a matrix operand to {@link Panels}, which {@link MicroKernel} reads fastest. A line is a row of a or
 * a column of b. There are two layouts of a panel; lines that do not exist are zeros in both.
 *
 * <pre>
 * BY_DEPTH  [depth, width]                       all lines of one depth are adjacent
 * BY_LINE   [width, {@link MicroKernel#ROW_DISTANCE}]   the depths of one line are adjacent
 * </pre>
 *
 * <p>Columns of b are packed by depth, because the kernel reads them as vectors. Rows of a are read element by element,
 * so they keep the order that they have in memory. To copy whole rows takes a third of the time of an interleaving copy.
 */
final class Packing {

    /** The packed operand, which determines the meaning of its lines. */
    enum Side {
        /** Rows of a. */
        A,
        /** Columns of b. */
        B
    }

    private final KernelSet kernels;
    private final Side side;

    Packing(KernelSet kernels, Side side) {
        this.kernels = kernels;
        this.side = side;
    }

    /** True if panels of p are packed by line. */
    boolean byLine(Product p) {
        return side == Side.A && !p.transA();
    }

    /** The distance between the first elements of two panels that follow each other, per line of the first. */
    int lineSize(Product p, int depth) {
        return byLine(p) ? MicroKernel.ROW_DISTANCE : depth;
    }

    /**
     * Packs panels {@code from..to - 1} of group g, at depths {@code start..start + depth - 1}.
     *
     * @param offset the position of panel 0
     * @param scratch a tile, overwritten
     */
    void pack(
            Product p,
            int g,
            Panels panels,
            int from,
            int to,
            int start,
            int depth,
            float[] packed,
            int offset,
            float[] scratch) {
        boolean ofA = side == Side.A;
        float[] x = ofA ? p.a() : p.b();
        int ld = ofA ? p.lda() : p.ldb();
        boolean linesAreRows = ofA ? !p.transA() : p.transB();
        int xo = (ofA ? p.a(g) : p.b(g)) + (linesAreRows ? start : start * ld);
        int lines = ofA ? p.rows(g) : p.n();
        if (byLine(p)) {
            copyLines(x, xo, ld, lines, panels, from, to, depth, packed, offset);
        } else if (linesAreRows) {
            interleave(x, xo, ld, lines, panels, from, to, depth, packed, offset, scratch);
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

    private void copyLines(
            float[] x,
            int xo,
            int ld,
            int lines,
            Panels panels,
            int from,
            int to,
            int depth,
            float[] packed,
            int offset) {
        int first = panels.first(lines, from);
        int last = panels.first(lines, to);
        for (int line = first; line < last; line++) {
            int target = offset + line * MicroKernel.ROW_DISTANCE;
            if (line < lines) {
                System.arraycopy(x, xo + line * ld, packed, target, depth);
            } else {
                Arrays.fill(packed, target, target + depth, 0);
            }
        }
    }

    private void interleave(
            float[] x,
            int xo,
            int ld,
            int lines,
            Panels panels,
            int from,
            int to,
            int depth,
            float[] packed,
            int offset,
            float[] scratch) {
        for (int panel = from; panel < to; panel++) {
            int line = panels.first(lines, panel);
            int width = panels.width(lines, panel);
            int count = panels.present(lines, panel);
            // else it waits for each of its streams, which end before a prefetcher has detected them: twice the time
            // for operands outside the cache
            scratch[0] = CacheLines.touch(x, xo + line * ld, ld, count, depth);
            kernels.interleave(x, xo + line * ld, ld, count, depth, width, packed, offset + line * depth, scratch);
            if (count < width) {
                clear(count, depth, width, packed, offset + line * depth);
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
