package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.VectorMath.LANES;
import static panamoe.tensor.cpu.VectorMath.all;
import static panamoe.tensor.cpu.VectorMath.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link AttentionLoops} on vectors. Products are made of blocks of eight or four rows and two vectors (or one): small
 * enough that C2 keeps a block in registers although it reads c first. With the twelve rows of {@link VectorTiles} it
 * would not.
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
                Blocks.eightByTwo(
                        accumulate, depth, a, ao + i * aRow, aRow, aColumn, b, bo + j, ldb, c, co + i * ldc + j, ldc);
            }
            for (; i < m; i += 4) {
                Blocks.fourByTwo(
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
                Blocks.fourByOne(
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
    default void maxOfColumns(int rows, int columns, float scale, float[] x, int xo, float[] y, int yo) {
        for (int j = 0; j < columns; j += LANES) {
            FloatVector max = load(x, xo + j);
            for (int i = 1; i < rows; i++) {
                FloatVector row = load(x, xo + i * columns + j);
                // NaN may be passed over: the sum of the exponentials will be NaN; max() would take five instructions
                max = max.blend(row, row.compare(VectorOperators.GT, max));
            }
            max.mul(scale).intoArray(y, yo + j);
        }
    }

    @Override
    default void expOfColumns(
            int rows, int columns, float scale, float[] x, int xo, float[] shift, int so, float[] sum, int to) {
        FloatVector factor = all(scale);
        for (int j = 0; j < columns; j += LANES) {
            FloatVector minusShift = load(shift, so + j).neg();
            FloatVector s = all(0f);
            for (int i = 0; i < rows; i++) {
                int at = xo + i * columns + j;
                FloatVector e = VectorMath.exp(load(x, at).fma(factor, minusShift));
                e.intoArray(x, at);
                s = s.add(e);
            }
            s.intoArray(sum, to + j);
        }
    }

    @Override
    default void addLogAndInvert(int n, float[] x, int xo, float[] sum, int so) {
        for (int j = 0; j < n; j += LANES) {
            FloatVector s = load(sum, so + j);
            load(x, xo + j).add(VectorMath.log(s)).intoArray(x, xo + j);
            all(1f).div(s).intoArray(sum, so + j);
        }
    }

    @Override
    default void softmaxBackwardOfColumns(int rows, int columns, float[] y, int yo, float[] gx, int gxo) {
        for (int j = 0; j < columns; j += LANES) {
            FloatVector dot = all(0f);
            for (int i = 0; i < rows; i++) {
                dot = load(y, yo + i * columns + j).fma(load(gx, gxo + i * columns + j), dot);
            }
            for (int i = 0; i < rows; i++) {
                int at = i * columns + j;
                load(gx, gxo + at).sub(dot).mul(load(y, yo + at)).intoArray(gx, gxo + at);
            }
        }
    }

    /**
     * The blocks of a product. In blocks of four, a row beyond the last stands for the last one, which is then computed
     * more than once.
     */
    final class Blocks {

        private Blocks() {}

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
            FloatVector c0a = all(0f);
            FloatVector c0b = all(0f);
            FloatVector c1a = all(0f);
            FloatVector c1b = all(0f);
            FloatVector c2a = all(0f);
            FloatVector c2b = all(0f);
            FloatVector c3a = all(0f);
            FloatVector c3b = all(0f);
            FloatVector c4a = all(0f);
            FloatVector c4b = all(0f);
            FloatVector c5a = all(0f);
            FloatVector c5b = all(0f);
            FloatVector c6a = all(0f);
            FloatVector c6b = all(0f);
            FloatVector c7a = all(0f);
            FloatVector c7b = all(0f);
            if (accumulate) {
                c0a = load(c, co);
                c0b = load(c, co + LANES);
                c1a = load(c, to1);
                c1b = load(c, to1 + LANES);
                c2a = load(c, to2);
                c2b = load(c, to2 + LANES);
                c3a = load(c, to3);
                c3b = load(c, to3 + LANES);
                c4a = load(c, to4);
                c4b = load(c, to4 + LANES);
                c5a = load(c, to5);
                c5b = load(c, to5 + LANES);
                c6a = load(c, to6);
                c6b = load(c, to6 + LANES);
                c7a = load(c, to7);
                c7b = load(c, to7 + LANES);
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
                FloatVector ba = load(b, bi);
                FloatVector bb = load(b, bi + LANES);
                FloatVector v0 = all(a[ai]);
                c0a = v0.fma(ba, c0a);
                c0b = v0.fma(bb, c0b);
                FloatVector v1 = all(a[ai + a1]);
                c1a = v1.fma(ba, c1a);
                c1b = v1.fma(bb, c1b);
                FloatVector v2 = all(a[ai + a2]);
                c2a = v2.fma(ba, c2a);
                c2b = v2.fma(bb, c2b);
                FloatVector v3 = all(a[ai + a3]);
                c3a = v3.fma(ba, c3a);
                c3b = v3.fma(bb, c3b);
                FloatVector v4 = all(a[ai + a4]);
                c4a = v4.fma(ba, c4a);
                c4b = v4.fma(bb, c4b);
                FloatVector v5 = all(a[ai + a5]);
                c5a = v5.fma(ba, c5a);
                c5b = v5.fma(bb, c5b);
                FloatVector v6 = all(a[ai + a6]);
                c6a = v6.fma(ba, c6a);
                c6b = v6.fma(bb, c6b);
                FloatVector v7 = all(a[ai + a7]);
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
            FloatVector c0a = all(0f);
            FloatVector c0b = all(0f);
            FloatVector c1a = all(0f);
            FloatVector c1b = all(0f);
            FloatVector c2a = all(0f);
            FloatVector c2b = all(0f);
            FloatVector c3a = all(0f);
            FloatVector c3b = all(0f);
            if (accumulate) {
                c0a = load(c, co);
                c0b = load(c, co + LANES);
                c1a = load(c, to1);
                c1b = load(c, to1 + LANES);
                c2a = load(c, to2);
                c2b = load(c, to2 + LANES);
                c3a = load(c, to3);
                c3b = load(c, to3 + LANES);
            }
            int a1 = row1 * aRow;
            int a2 = row2 * aRow;
            int a3 = row3 * aRow;
            int ai = ao;
            int bi = bo;
            for (int p = 0; p < depth; p++) {
                FloatVector ba = load(b, bi);
                FloatVector bb = load(b, bi + LANES);
                FloatVector v0 = all(a[ai]);
                c0a = v0.fma(ba, c0a);
                c0b = v0.fma(bb, c0b);
                FloatVector v1 = all(a[ai + a1]);
                c1a = v1.fma(ba, c1a);
                c1b = v1.fma(bb, c1b);
                FloatVector v2 = all(a[ai + a2]);
                c2a = v2.fma(ba, c2a);
                c2b = v2.fma(bb, c2b);
                FloatVector v3 = all(a[ai + a3]);
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
            FloatVector c0 = all(0f);
            FloatVector c1 = all(0f);
            FloatVector c2 = all(0f);
            FloatVector c3 = all(0f);
            if (accumulate) {
                c0 = load(c, co);
                c1 = load(c, to1);
                c2 = load(c, to2);
                c3 = load(c, to3);
            }
            int a1 = row1 * aRow;
            int a2 = row2 * aRow;
            int a3 = row3 * aRow;
            int ai = ao;
            int bi = bo;
            for (int p = 0; p < depth; p++) {
                FloatVector bp = load(b, bi);
                FloatVector v0 = all(a[ai]);
                c0 = v0.fma(bp, c0);
                FloatVector v1 = all(a[ai + a1]);
                c1 = v1.fma(bp, c1);
                FloatVector v2 = all(a[ai + a2]);
                c2 = v2.fma(bp, c2);
                FloatVector v3 = all(a[ai + a3]);
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
