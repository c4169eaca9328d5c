package panamoe.tensor.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static panamoe.tensor.cpu.VectorMath.F;
import static panamoe.tensor.cpu.VectorMath.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link AttentionLoops} on vectors. Products consist of blocks of eight or four rows and two vectors (or one). C2
 * keeps a block of this size in registers although it reads c first; it would not with the twelve rows of {@link
 * VectorTiles}.
 */
interface VectorAttention extends AttentionLoops {

    @Override
    default int lanes() {
        return LANES;
    }

    @Override
    default void product(
            boolean accumulate,
            int m,
            int n,
            int depth,
            float[] a,
            int ao,
            int aRow,
            int aColumn,
            float[] b,
            int bo,
            int ldb,
            float[] c,
            int co,
            int ldc) {
        // eight rows need the 32 registers that 512-bit machines have
        int tall = LANES >= 16 ? m / 8 * 8 : 0;
        int j = 0;
        for (; j <= n - 2 * LANES; j += 2 * LANES) {
            int i = 0;
            for (; i < tall; i += 8) {
                RegisterBlocks.eightByTwo(
                        accumulate, depth, a, ao + i * aRow, aRow, aColumn, b, bo + j, ldb, c, co + i * ldc + j, ldc);
            }
            for (; i < m; i += 4) {
                RegisterBlocks.fourByTwo(
                        accumulate,
                        m - 1 - i,
                        depth,
                        a,
                        ao + i * aRow,
                        aRow,
                        aColumn,
                        b,
                        bo + j,
                        ldb,
                        c,
                        co + i * ldc + j,
                        ldc);
            }
        }
        if (j < n) {
            for (int i = 0; i < m; i += 4) {
                RegisterBlocks.fourByOne(
                        accumulate,
                        m - 1 - i,
                        depth,
                        a,
                        ao + i * aRow,
                        aRow,
                        aColumn,
                        b,
                        bo + j,
                        ldb,
                        c,
                        co + i * ldc + j,
                        ldc);
            }
        }
    }

    @Override
    default void maxOfColumns(int rows, int columns, float[] x, int xo, float[] y, int yo) {
        for (int j = 0; j < columns; j += LANES) {
            FloatVector max = fromArray(F, x, xo + j);
            for (int i = 1; i < rows; i++) {
                FloatVector row = fromArray(F, x, xo + i * columns + j);
                // this may skip a NaN, which still makes the sum of the exponentials NaN; max() would take five
                // instructions
                max = max.blend(row, row.compare(VectorOperators.GT, max));
            }
            max.intoArray(y, yo + j);
        }
    }

    @Override
    default void expOfColumns(
            int rows,
            int columns,
            float scale,
            float[] x,
            int xo,
            float[] max,
            int mo,
            float[] log,
            int lo,
            float[] sum,
            int so) {
        FloatVector factor = broadcast(F, scale);
        for (int j = 0; j < columns; j += LANES) {
            FloatVector largest = fromArray(F, max, mo + j);
            FloatVector minusLog = fromArray(F, log, lo + j).neg();
            FloatVector s = broadcast(F, 0f);
            for (int i = 0; i < rows; i++) {
                int at = xo + i * columns + j;
                FloatVector e = VectorMath.exp(fromArray(F, x, at).sub(largest).fma(factor, minusLog));
                e.intoArray(x, at);
                s = s.add(e);
            }
            s.intoArray(sum, so + j);
        }
    }

    @Override
    default void logAndInvert(int n, float[] sum, int so, float[] log, int lo) {
        for (int j = 0; j < n; j += LANES) {
            FloatVector s = fromArray(F, sum, so + j);
            VectorMath.log(s).intoArray(log, lo + j);
            broadcast(F, 1f).div(s).intoArray(sum, so + j);
        }
    }

    @Override
    default void softmaxBackwardOfColumns(int rows, int columns, float[] y, int yo, float[] gx, int gxo) {
        for (int j = 0; j < columns; j += LANES) {
            FloatVector dot = broadcast(F, 0f);
            for (int i = 0; i < rows; i++) {
                dot = fromArray(F, y, yo + i * columns + j).fma(fromArray(F, gx, gxo + i * columns + j), dot);
            }
            for (int i = 0; i < rows; i++) {
                int at = i * columns + j;
                fromArray(F, gx, gxo + at)
                        .sub(dot)
                        .mul(fromArray(F, y, yo + at))
                        .intoArray(gx, gxo + at);
            }
        }
    }

    /**
     * The blocks of a product. In blocks of four, the last row replaces rows beyond it and is then computed more than
     * once.
     */
    final class RegisterBlocks {

        private RegisterBlocks() {}

        private static void eightByTwo(
                boolean accumulate,
                int depth,
                float[] a,
                int ao,
                int aRow,
                int aColumn,
                float[] b,
                int bo,
                int ldb,
                float[] c,
                int co,
                int ldc) {
            int to1 = co + ldc;
            int to2 = co + 2 * ldc;
            int to3 = co + 3 * ldc;
            int to4 = co + 4 * ldc;
            int to5 = co + 5 * ldc;
            int to6 = co + 6 * ldc;
            int to7 = co + 7 * ldc;
            FloatVector c0a = broadcast(F, 0f);
            FloatVector c0b = broadcast(F, 0f);
            FloatVector c1a = broadcast(F, 0f);
            FloatVector c1b = broadcast(F, 0f);
            FloatVector c2a = broadcast(F, 0f);
            FloatVector c2b = broadcast(F, 0f);
            FloatVector c3a = broadcast(F, 0f);
            FloatVector c3b = broadcast(F, 0f);
            FloatVector c4a = broadcast(F, 0f);
            FloatVector c4b = broadcast(F, 0f);
            FloatVector c5a = broadcast(F, 0f);
            FloatVector c5b = broadcast(F, 0f);
            FloatVector c6a = broadcast(F, 0f);
            FloatVector c6b = broadcast(F, 0f);
            FloatVector c7a = broadcast(F, 0f);
            FloatVector c7b = broadcast(F, 0f);
            if (accumulate) {
                c0a = fromArray(F, c, co);
                c0b = fromArray(F, c, co + LANES);
                c1a = fromArray(F, c, to1);
                c1b = fromArray(F, c, to1 + LANES);
                c2a = fromArray(F, c, to2);
                c2b = fromArray(F, c, to2 + LANES);
                c3a = fromArray(F, c, to3);
                c3b = fromArray(F, c, to3 + LANES);
                c4a = fromArray(F, c, to4);
                c4b = fromArray(F, c, to4 + LANES);
                c5a = fromArray(F, c, to5);
                c5b = fromArray(F, c, to5 + LANES);
                c6a = fromArray(F, c, to6);
                c6b = fromArray(F, c, to6 + LANES);
                c7a = fromArray(F, c, to7);
                c7b = fromArray(F, c, to7 + LANES);
            }
            int a1 = aRow;
            int a2 = 2 * aRow;
            int a3 = 3 * aRow;
            int a4 = 4 * aRow;
            int a5 = 5 * aRow;
            int a6 = 6 * aRow;
            int a7 = 7 * aRow;
            int ai = ao;
            int bi = bo;
            for (int p = 0; p < depth; p++) {
                FloatVector ba = fromArray(F, b, bi);
                FloatVector bb = fromArray(F, b, bi + LANES);
                FloatVector v0 = broadcast(F, a[ai]);
                c0a = v0.fma(ba, c0a);
                c0b = v0.fma(bb, c0b);
                FloatVector v1 = broadcast(F, a[ai + a1]);
                c1a = v1.fma(ba, c1a);
                c1b = v1.fma(bb, c1b);
                FloatVector v2 = broadcast(F, a[ai + a2]);
                c2a = v2.fma(ba, c2a);
                c2b = v2.fma(bb, c2b);
                FloatVector v3 = broadcast(F, a[ai + a3]);
                c3a = v3.fma(ba, c3a);
                c3b = v3.fma(bb, c3b);
                FloatVector v4 = broadcast(F, a[ai + a4]);
                c4a = v4.fma(ba, c4a);
                c4b = v4.fma(bb, c4b);
                FloatVector v5 = broadcast(F, a[ai + a5]);
                c5a = v5.fma(ba, c5a);
                c5b = v5.fma(bb, c5b);
                FloatVector v6 = broadcast(F, a[ai + a6]);
                c6a = v6.fma(ba, c6a);
                c6b = v6.fma(bb, c6b);
                FloatVector v7 = broadcast(F, a[ai + a7]);
                c7a = v7.fma(ba, c7a);
                c7b = v7.fma(bb, c7b);
                ai += aColumn;
                bi += ldb;
            }
            c0a.intoArray(c, co);
            c0b.intoArray(c, co + LANES);
            c1a.intoArray(c, to1);
            c1b.intoArray(c, to1 + LANES);
            c2a.intoArray(c, to2);
            c2b.intoArray(c, to2 + LANES);
            c3a.intoArray(c, to3);
            c3b.intoArray(c, to3 + LANES);
            c4a.intoArray(c, to4);
            c4b.intoArray(c, to4 + LANES);
            c5a.intoArray(c, to5);
            c5b.intoArray(c, to5 + LANES);
            c6a.intoArray(c, to6);
            c6b.intoArray(c, to6 + LANES);
            c7a.intoArray(c, to7);
            c7b.intoArray(c, to7 + LANES);
        }

        private static void fourByTwo(
                boolean accumulate,
                int last,
                int depth,
                float[] a,
                int ao,
                int aRow,
                int aColumn,
                float[] b,
                int bo,
                int ldb,
                float[] c,
                int co,
                int ldc) {
            int row1 = Math.min(1, last);
            int row2 = Math.min(2, last);
            int row3 = Math.min(3, last);
            int to1 = co + row1 * ldc;
            int to2 = co + row2 * ldc;
            int to3 = co + row3 * ldc;
            FloatVector c0a = broadcast(F, 0f);
            FloatVector c0b = broadcast(F, 0f);
            FloatVector c1a = broadcast(F, 0f);
            FloatVector c1b = broadcast(F, 0f);
            FloatVector c2a = broadcast(F, 0f);
            FloatVector c2b = broadcast(F, 0f);
            FloatVector c3a = broadcast(F, 0f);
            FloatVector c3b = broadcast(F, 0f);
            if (accumulate) {
                c0a = fromArray(F, c, co);
                c0b = fromArray(F, c, co + LANES);
                c1a = fromArray(F, c, to1);
                c1b = fromArray(F, c, to1 + LANES);
                c2a = fromArray(F, c, to2);
                c2b = fromArray(F, c, to2 + LANES);
                c3a = fromArray(F, c, to3);
                c3b = fromArray(F, c, to3 + LANES);
            }
            int a1 = row1 * aRow;
            int a2 = row2 * aRow;
            int a3 = row3 * aRow;
            int ai = ao;
            int bi = bo;
            for (int p = 0; p < depth; p++) {
                FloatVector ba = fromArray(F, b, bi);
                FloatVector bb = fromArray(F, b, bi + LANES);
                FloatVector v0 = broadcast(F, a[ai]);
                c0a = v0.fma(ba, c0a);
                c0b = v0.fma(bb, c0b);
                FloatVector v1 = broadcast(F, a[ai + a1]);
                c1a = v1.fma(ba, c1a);
                c1b = v1.fma(bb, c1b);
                FloatVector v2 = broadcast(F, a[ai + a2]);
                c2a = v2.fma(ba, c2a);
                c2b = v2.fma(bb, c2b);
                FloatVector v3 = broadcast(F, a[ai + a3]);
                c3a = v3.fma(ba, c3a);
                c3b = v3.fma(bb, c3b);
                ai += aColumn;
                bi += ldb;
            }
            c0a.intoArray(c, co);
            c0b.intoArray(c, co + LANES);
            c1a.intoArray(c, to1);
            c1b.intoArray(c, to1 + LANES);
            c2a.intoArray(c, to2);
            c2b.intoArray(c, to2 + LANES);
            c3a.intoArray(c, to3);
            c3b.intoArray(c, to3 + LANES);
        }

        private static void fourByOne(
                boolean accumulate,
                int last,
                int depth,
                float[] a,
                int ao,
                int aRow,
                int aColumn,
                float[] b,
                int bo,
                int ldb,
                float[] c,
                int co,
                int ldc) {
            int row1 = Math.min(1, last);
            int row2 = Math.min(2, last);
            int row3 = Math.min(3, last);
            int to1 = co + row1 * ldc;
            int to2 = co + row2 * ldc;
            int to3 = co + row3 * ldc;
            FloatVector c0 = broadcast(F, 0f);
            FloatVector c1 = broadcast(F, 0f);
            FloatVector c2 = broadcast(F, 0f);
            FloatVector c3 = broadcast(F, 0f);
            if (accumulate) {
                c0 = fromArray(F, c, co);
                c1 = fromArray(F, c, to1);
                c2 = fromArray(F, c, to2);
                c3 = fromArray(F, c, to3);
            }
            int a1 = row1 * aRow;
            int a2 = row2 * aRow;
            int a3 = row3 * aRow;
            int ai = ao;
            int bi = bo;
            for (int p = 0; p < depth; p++) {
                FloatVector bp = fromArray(F, b, bi);
                FloatVector v0 = broadcast(F, a[ai]);
                c0 = v0.fma(bp, c0);
                FloatVector v1 = broadcast(F, a[ai + a1]);
                c1 = v1.fma(bp, c1);
                FloatVector v2 = broadcast(F, a[ai + a2]);
                c2 = v2.fma(bp, c2);
                FloatVector v3 = broadcast(F, a[ai + a3]);
                c3 = v3.fma(bp, c3);
                ai += aColumn;
                bi += ldb;
            }
            c0.intoArray(c, co);
            c1.intoArray(c, to1);
            c2.intoArray(c, to2);
            c3.intoArray(c, to3);
        }
    }
}
