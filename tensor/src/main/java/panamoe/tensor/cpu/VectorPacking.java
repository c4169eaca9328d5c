package panamoe.tensor.cpu;

import static jdk.incubator.vector.FloatVector.fromArray;
import static panamoe.tensor.cpu.VectorMath.F;
import static panamoe.tensor.cpu.VectorMath.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * {@link PackLoops} on vectors: it transposes squares of as many lines and depths as a vector has lanes. For each power
 * of two d below that number, lines i and i + d exchange lanes: the first gives the lanes with bit d set, the second
 * those without. One pass covers two powers, with four lines in registers.
 *
 * <p>If a panel is narrower than a vector, its rows are stored as whole vectors where these end within the panel, and
 * the next rows overwrite the excess. Masked stores are slow on some CPUs without AVX-512.
 */
interface VectorPacking extends PackLoops {

    @Override
    default void interleave(
            float[] x, int xo, int ld, int lines, int depth, int width, float[] packed, int to, float[] scratch) {
        int end = F.loopBound(depth);
        for (int p = 0; p < end; p += LANES) {
            boolean spills = spills(p + LANES - 1, depth, width);
            for (int i = 0; i < lines; i += LANES) {
                int count = Math.min(LANES, lines - i);
                int lanes = spills ? LANES : count;
                Square.transpose(x, xo + i * ld + p, ld, count, packed, to + p * width + i, width, lanes, scratch);
            }
        }
        PackLoops.interleave(x, xo, ld, lines, end, depth, width, packed, to);
    }

    /** Rows that {@link #copyPanels} copies at once: as many streams as a prefetcher follows. */
    int ROWS = 8;

    @Override
    default void copyPanels(float[] x, int xo, int ld, int panels, int depth, int width, float[] packed, int to) {
        for (int p = 0; p < depth; p += ROWS) {
            int rows = Math.min(ROWS, depth - p);
            for (int q = 0; q < panels; q++) {
                int from = xo + p * ld + q * width;
                int target = to + (q * depth + p) * width;
                if (width == 2 * LANES) {
                    copyWide(x, from, ld, rows, packed, target);
                } else if (width == LANES || p + rows < depth) {
                    copyNarrow(x, from, ld, rows, width, packed, target);
                } else {
                    copyNarrow(x, from, ld, rows - 1, width, packed, target);
                    System.arraycopy(x, from + (rows - 1) * ld, packed, target + (rows - 1) * width, width);
                }
            }
        }
    }

    private static void copyWide(float[] x, int xo, int ld, int rows, float[] y, int yo) {
        int from = xo;
        int to = yo;
        for (int p = 0; p < rows; p++) {
            fromArray(F, x, from).intoArray(y, to);
            fromArray(F, x, from + LANES).intoArray(y, to + LANES);
            from += ld;
            to += 2 * LANES;
        }
    }

    /** Copies whole vectors of rows that may be shorter: each next row overwrites the excess. */
    private static void copyNarrow(float[] x, int xo, int ld, int rows, int width, float[] y, int yo) {
        int from = xo;
        int to = yo;
        for (int p = 0; p < rows; p++) {
            fromArray(F, x, from).intoArray(y, to);
            from += ld;
            to += width;
        }
    }

    /** True if a vector that is stored at a row of a narrower panel ends within the panel. */
    private static boolean spills(int row, int depth, int width) {
        return width < LANES && row * width + LANES <= depth * width;
    }

    @Override
    default void copyPart(float[] x, int xo, int ld, int lines, int depth, int width, float[] packed, int to) {
        for (int i = 0; i < width; i += LANES) {
            VectorMask<Float> present = F.indexInRange(i, lines);
            VectorMask<Float> wanted = F.indexInRange(i, width);
            for (int p = 0; p < depth; p++) {
                fromArray(F, x, xo + p * ld + i, present).intoArray(packed, to + p * width + i, wanted);
            }
        }
    }

    /** The transpose of one square. */
    final class Square {
        private static final VectorShuffle<Float> FLIP_1 = flip(1);
        private static final VectorShuffle<Float> FLIP_2 = flip(2);
        private static final VectorShuffle<Float> FLIP_4 = flip(4);
        private static final VectorShuffle<Float> FLIP_8 = flip(8);
        private static final VectorMask<Float> UPPER_1 = upper(1);
        private static final VectorMask<Float> UPPER_2 = upper(2);
        private static final VectorMask<Float> UPPER_4 = upper(4);
        private static final VectorMask<Float> UPPER_8 = upper(8);

        private Square() {}

        private static VectorShuffle<Float> flip(int distance) {
            return VectorShuffle.fromOp(F, lane -> (lane ^ distance) % LANES);
        }

        private static VectorMask<Float> upper(int distance) {
            boolean[] bits = new boolean[LANES];
            for (int lane = 0; lane < LANES; lane++) {
                bits[lane] = (lane & distance) != 0;
            }
            return VectorMask.fromArray(F, bits, 0);
        }

        /**
         * {@code y[yo + p ldy + i] = x[xo + i ldx + p]} for {@code 0 <= i < lanes <= LANES}, {@code 0 <= p < LANES}, x
         * counts as 0 for {@code i >= lines}.
         */
        static void transpose(
                float[] x, int xo, int ldx, int lines, float[] y, int yo, int ldy, int lanes, float[] square) {
            switch (LANES) {
                case 16 -> exchange8And4(x, xo, ldx, lines, square);
                case 8 -> exchange4(x, xo, ldx, lines, square);
                default -> copy(x, xo, ldx, lines, square);
            }
            exchange2And1(square, lanes, y, yo, ldy);
        }

        /** Line i of the square; zeros if it does not exist. */
        private static FloatVector line(float[] x, int xo, int ldx, int lines, int i) {
            return i < lines ? fromArray(F, x, xo + i * ldx) : FloatVector.zero(F);
        }

        private static void exchange8And4(float[] x, int xo, int ldx, int lines, float[] square) {
            for (int i = 0; i < 4; i++) {
                FloatVector a = line(x, xo, ldx, lines, i);
                FloatVector b = line(x, xo, ldx, lines, i + 4);
                FloatVector c = line(x, xo, ldx, lines, i + 8);
                FloatVector d = line(x, xo, ldx, lines, i + 12);
                FloatVector ac = a.blend(c.rearrange(FLIP_8), UPPER_8);
                FloatVector ca = a.rearrange(FLIP_8).blend(c, UPPER_8);
                FloatVector bd = b.blend(d.rearrange(FLIP_8), UPPER_8);
                FloatVector db = b.rearrange(FLIP_8).blend(d, UPPER_8);
                ac.blend(bd.rearrange(FLIP_4), UPPER_4).intoArray(square, i * LANES);
                ac.rearrange(FLIP_4).blend(bd, UPPER_4).intoArray(square, (i + 4) * LANES);
                ca.blend(db.rearrange(FLIP_4), UPPER_4).intoArray(square, (i + 8) * LANES);
                ca.rearrange(FLIP_4).blend(db, UPPER_4).intoArray(square, (i + 12) * LANES);
            }
        }

        private static void exchange4(float[] x, int xo, int ldx, int lines, float[] square) {
            for (int i = 0; i < 4; i++) {
                FloatVector a = line(x, xo, ldx, lines, i);
                FloatVector b = line(x, xo, ldx, lines, i + 4);
                a.blend(b.rearrange(FLIP_4), UPPER_4).intoArray(square, i * LANES);
                a.rearrange(FLIP_4).blend(b, UPPER_4).intoArray(square, (i + 4) * LANES);
            }
        }

        private static void copy(float[] x, int xo, int ldx, int lines, float[] square) {
            for (int i = 0; i < LANES; i++) {
                line(x, xo, ldx, lines, i).intoArray(square, i * LANES);
            }
        }

        /** The last two exchanges; writes the first {@code lanes} lanes to y. */
        private static void exchange2And1(float[] square, int lanes, float[] y, int yo, int ldy) {
            VectorMask<Float> wanted = F.indexInRange(0, lanes);
            for (int i = 0; i < LANES; i += 4) {
                FloatVector a = fromArray(F, square, i * LANES);
                FloatVector b = fromArray(F, square, (i + 1) * LANES);
                FloatVector c = fromArray(F, square, (i + 2) * LANES);
                FloatVector d = fromArray(F, square, (i + 3) * LANES);
                FloatVector ac = a.blend(c.rearrange(FLIP_2), UPPER_2);
                FloatVector ca = a.rearrange(FLIP_2).blend(c, UPPER_2);
                FloatVector bd = b.blend(d.rearrange(FLIP_2), UPPER_2);
                FloatVector db = b.rearrange(FLIP_2).blend(d, UPPER_2);
                int at = yo + i * ldy;
                ac.blend(bd.rearrange(FLIP_1), UPPER_1).intoArray(y, at, wanted);
                ac.rearrange(FLIP_1).blend(bd, UPPER_1).intoArray(y, at + ldy, wanted);
                ca.blend(db.rearrange(FLIP_1), UPPER_1).intoArray(y, at + 2 * ldy, wanted);
                ca.rearrange(FLIP_1).blend(db, UPPER_1).intoArray(y, at + 3 * ldy, wanted);
            }
        }
    }
}
