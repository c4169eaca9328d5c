package panamoe.tensor.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static panamoe.tensor.cpu.VectorMath.F;

import jdk.incubator.vector.FloatVector;

/** Tiles one vector wide, for the columns that wide tiles leave over. See {@link TallTiles}. */
final class NarrowTiles {

    private NarrowTiles() {}

    /** 12 rows; a's 12 elements of one depth are adjacent. */
    static void tallColumns(
            int depth, float[] a, int ao, int aStep, float[] b, int bo, int bStep, float[] c, int co, int ldc) {
        FloatVector zero = broadcast(F, 0);
        FloatVector c0 = zero;
        FloatVector c1 = zero;
        FloatVector c2 = zero;
        FloatVector c3 = zero;
        FloatVector c4 = zero;
        FloatVector c5 = zero;
        FloatVector c6 = zero;
        FloatVector c7 = zero;
        FloatVector c8 = zero;
        FloatVector c9 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        int ai = ao;
        int bi = bo;
        for (int p = 0; p < depth; p++) {
            FloatVector bs = fromArray(F, b, bi);
            FloatVector x0 = broadcast(F, a[ai]);
            c0 = x0.fma(bs, c0);
            FloatVector x1 = broadcast(F, a[ai + 1]);
            c1 = x1.fma(bs, c1);
            FloatVector x2 = broadcast(F, a[ai + 2]);
            c2 = x2.fma(bs, c2);
            FloatVector x3 = broadcast(F, a[ai + 3]);
            c3 = x3.fma(bs, c3);
            FloatVector x4 = broadcast(F, a[ai + 4]);
            c4 = x4.fma(bs, c4);
            FloatVector x5 = broadcast(F, a[ai + 5]);
            c5 = x5.fma(bs, c5);
            FloatVector x6 = broadcast(F, a[ai + 6]);
            c6 = x6.fma(bs, c6);
            FloatVector x7 = broadcast(F, a[ai + 7]);
            c7 = x7.fma(bs, c7);
            FloatVector x8 = broadcast(F, a[ai + 8]);
            c8 = x8.fma(bs, c8);
            FloatVector x9 = broadcast(F, a[ai + 9]);
            c9 = x9.fma(bs, c9);
            FloatVector x10 = broadcast(F, a[ai + 10]);
            c10 = x10.fma(bs, c10);
            FloatVector x11 = broadcast(F, a[ai + 11]);
            c11 = x11.fma(bs, c11);
            ai += aStep;
            bi += bStep;
        }
        int at = co;
        c0.intoArray(c, at);
        at += ldc;
        c1.intoArray(c, at);
        at += ldc;
        c2.intoArray(c, at);
        at += ldc;
        c3.intoArray(c, at);
        at += ldc;
        c4.intoArray(c, at);
        at += ldc;
        c5.intoArray(c, at);
        at += ldc;
        c6.intoArray(c, at);
        at += ldc;
        c7.intoArray(c, at);
        at += ldc;
        c8.intoArray(c, at);
        at += ldc;
        c9.intoArray(c, at);
        at += ldc;
        c10.intoArray(c, at);
        at += ldc;
        c11.intoArray(c, at);
    }

    /** 12 rows; the elements of each row of a are adjacent. */
    static void tallRows(
            int depth, float[] a, int ao, int aRow, float[] b, int bo, int bStep, float[] c, int co, int ldc) {
        FloatVector zero = broadcast(F, 0);
        FloatVector c0 = zero;
        FloatVector c1 = zero;
        FloatVector c2 = zero;
        FloatVector c3 = zero;
        FloatVector c4 = zero;
        FloatVector c5 = zero;
        FloatVector c6 = zero;
        FloatVector c7 = zero;
        FloatVector c8 = zero;
        FloatVector c9 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        int a0 = ao;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int a4 = a3 + aRow;
        int a5 = a4 + aRow;
        int a6 = a5 + aRow;
        int a7 = a6 + aRow;
        int a8 = a7 + aRow;
        int a9 = a8 + aRow;
        int a10 = a9 + aRow;
        int a11 = a10 + aRow;
        int bi = bo;
        for (int p = 0; p < depth; p++) {
            FloatVector bs = fromArray(F, b, bi);
            FloatVector x0 = broadcast(F, a[a0 + p]);
            c0 = x0.fma(bs, c0);
            FloatVector x1 = broadcast(F, a[a1 + p]);
            c1 = x1.fma(bs, c1);
            FloatVector x2 = broadcast(F, a[a2 + p]);
            c2 = x2.fma(bs, c2);
            FloatVector x3 = broadcast(F, a[a3 + p]);
            c3 = x3.fma(bs, c3);
            FloatVector x4 = broadcast(F, a[a4 + p]);
            c4 = x4.fma(bs, c4);
            FloatVector x5 = broadcast(F, a[a5 + p]);
            c5 = x5.fma(bs, c5);
            FloatVector x6 = broadcast(F, a[a6 + p]);
            c6 = x6.fma(bs, c6);
            FloatVector x7 = broadcast(F, a[a7 + p]);
            c7 = x7.fma(bs, c7);
            FloatVector x8 = broadcast(F, a[a8 + p]);
            c8 = x8.fma(bs, c8);
            FloatVector x9 = broadcast(F, a[a9 + p]);
            c9 = x9.fma(bs, c9);
            FloatVector x10 = broadcast(F, a[a10 + p]);
            c10 = x10.fma(bs, c10);
            FloatVector x11 = broadcast(F, a[a11 + p]);
            c11 = x11.fma(bs, c11);
            bi += bStep;
        }
        int at = co;
        c0.intoArray(c, at);
        at += ldc;
        c1.intoArray(c, at);
        at += ldc;
        c2.intoArray(c, at);
        at += ldc;
        c3.intoArray(c, at);
        at += ldc;
        c4.intoArray(c, at);
        at += ldc;
        c5.intoArray(c, at);
        at += ldc;
        c6.intoArray(c, at);
        at += ldc;
        c7.intoArray(c, at);
        at += ldc;
        c8.intoArray(c, at);
        at += ldc;
        c9.intoArray(c, at);
        at += ldc;
        c10.intoArray(c, at);
        at += ldc;
        c11.intoArray(c, at);
    }

    /** 4 rows; a's 4 elements of one depth are adjacent. */
    static void shortColumns(
            int depth, float[] a, int ao, int aStep, float[] b, int bo, int bStep, float[] c, int co, int ldc) {
        FloatVector zero = broadcast(F, 0);
        FloatVector c0 = zero;
        FloatVector c1 = zero;
        FloatVector c2 = zero;
        FloatVector c3 = zero;
        int ai = ao;
        int bi = bo;
        for (int p = 0; p < depth; p++) {
            FloatVector bs = fromArray(F, b, bi);
            FloatVector x0 = broadcast(F, a[ai]);
            c0 = x0.fma(bs, c0);
            FloatVector x1 = broadcast(F, a[ai + 1]);
            c1 = x1.fma(bs, c1);
            FloatVector x2 = broadcast(F, a[ai + 2]);
            c2 = x2.fma(bs, c2);
            FloatVector x3 = broadcast(F, a[ai + 3]);
            c3 = x3.fma(bs, c3);
            ai += aStep;
            bi += bStep;
        }
        int at = co;
        c0.intoArray(c, at);
        at += ldc;
        c1.intoArray(c, at);
        at += ldc;
        c2.intoArray(c, at);
        at += ldc;
        c3.intoArray(c, at);
    }

    /** 4 rows; the elements of each row of a are adjacent. */
    static void shortRows(
            int depth, float[] a, int ao, int aRow, float[] b, int bo, int bStep, float[] c, int co, int ldc) {
        FloatVector zero = broadcast(F, 0);
        FloatVector c0 = zero;
        FloatVector c1 = zero;
        FloatVector c2 = zero;
        FloatVector c3 = zero;
        int a0 = ao;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int bi = bo;
        for (int p = 0; p < depth; p++) {
            FloatVector bs = fromArray(F, b, bi);
            FloatVector x0 = broadcast(F, a[a0 + p]);
            c0 = x0.fma(bs, c0);
            FloatVector x1 = broadcast(F, a[a1 + p]);
            c1 = x1.fma(bs, c1);
            FloatVector x2 = broadcast(F, a[a2 + p]);
            c2 = x2.fma(bs, c2);
            FloatVector x3 = broadcast(F, a[a3 + p]);
            c3 = x3.fma(bs, c3);
            bi += bStep;
        }
        int at = co;
        c0.intoArray(c, at);
        at += ldc;
        c1.intoArray(c, at);
        at += ldc;
        c2.intoArray(c, at);
        at += ldc;
        c3.intoArray(c, at);
    }
}
