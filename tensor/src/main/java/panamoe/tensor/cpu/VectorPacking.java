package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.VectorMath.F;
import static panamoe.tensor.cpu.VectorMath.LANES;
import static panamoe.tensor.cpu.VectorMath.all;
import static panamoe.tensor.cpu.VectorMath.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * {@link PackLoops} on vectors: squares of as many lines and depths as a vector has lanes are transposed by exchanging,
 * for each power of two d below that, the upper and lower lanes (by bit d) of lines i and i + d.
 */
interface VectorPacking extends PackLoops {

    @Override
    default void interleave(
            float[] x, int xo, int ld, int lines, int depth, int width, float[] packed, int to, float[] scratch) {
        int end = F.loopBound(depth);
        for (int p = 0; p < end; p += LANES) {
            for (int i = 0; i < lines; i += LANES) {
                int count = Math.min(LANES, lines - i);
                Square.transpose(x, xo + i * ld + p, ld, count, packed, to + p * width + i, width, scratch);
            }
        }
        PackLoops.interleave(x, xo, ld, lines, end, depth, width, packed, to);
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

        /** {@code y[yo + p ldy + i] = x[xo + i ldx + p]} for {@code 0 <= i < lines <= LANES}, {@code 0 <= p < LANES}. */
        static void transpose(float[] x, int xo, int ldx, int lines, float[] y, int yo, int ldy, float[] square) {
            if (LANES == 16) {
                read(x, xo, ldx, lines, square, FLIP_8, UPPER_8);
                exchange(square, 4, FLIP_4, UPPER_4);
                exchange(square, 2, FLIP_2, UPPER_2);
            } else if (LANES == 8) {
                read(x, xo, ldx, lines, square, FLIP_4, UPPER_4);
                exchange(square, 2, FLIP_2, UPPER_2);
            } else {
                read(x, xo, ldx, lines, square, FLIP_2, UPPER_2);
            }
            write(square, lines, y, yo, ldy);
        }

        /** The exchange over half the lanes, on the way from x; lines that are not there count as zeros. */
        private static void read(
                float[] x,
                int xo,
                int ldx,
                int lines,
                float[] square,
                VectorShuffle<Float> flip,
                VectorMask<Float> upper) {
            int half = LANES / 2;
            for (int i = 0; i < half; i++) {
                FloatVector a = i < lines ? load(x, xo + i * ldx) : all(0);
                FloatVector b = i + half < lines ? load(x, xo + (i + half) * ldx) : all(0);
                a.blend(b.rearrange(flip), upper).intoArray(square, i * LANES);
                a.rearrange(flip).blend(b, upper).intoArray(square, (i + half) * LANES);
            }
        }

        private static void exchange(float[] square, int distance, VectorShuffle<Float> flip, VectorMask<Float> upper) {
            for (int k = 0; k < LANES / 2; k++) {
                // the k-th number whose bit "distance" is 0
                int i = (k & -distance) * 2 + (k & (distance - 1));
                FloatVector a = load(square, i * LANES);
                FloatVector b = load(square, (i + distance) * LANES);
                a.blend(b.rearrange(flip), upper).intoArray(square, i * LANES);
                a.rearrange(flip).blend(b, upper).intoArray(square, (i + distance) * LANES);
            }
        }

        /** The exchange over neighbouring lanes, on the way to y. */
        private static void write(float[] square, int lines, float[] y, int yo, int ldy) {
            VectorMask<Float> wanted = F.indexInRange(0, lines);
            for (int i = 0; i < LANES; i += 2) {
                FloatVector a = load(square, i * LANES);
                FloatVector b = load(square, i * LANES + LANES);
                a.blend(b.rearrange(FLIP_1), UPPER_1).intoArray(y, yo + i * ldy, wanted);
                a.rearrange(FLIP_1).blend(b, UPPER_1).intoArray(y, yo + i * ldy + ldy, wanted);
            }
        }
    }
}
