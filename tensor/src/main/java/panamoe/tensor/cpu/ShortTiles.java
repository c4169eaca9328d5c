package panamoe.tensor.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static panamoe.tensor.cpu.MicroKernel.ROW_DISTANCE;
import static panamoe.tensor.cpu.VectorMath.F;
import static panamoe.tensor.cpu.VectorMath.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of 4 rows and two vectors, for the rows that tall tiles leave over and for machines of 16 vector registers,
 * where C2 spills with ten or more accumulators. See {@link TallTiles}.
 */
final class ShortTiles {

    private ShortTiles() {}

    /** From packed panels of both operands; the rows of a are {@link MicroKernel#ROW_DISTANCE} elements apart. */
    static void packedRows(int depth, float[] a, int ao, float[] b, int bo, float[] c, int co, int ldc) {
        FloatVector zero = broadcast(F, 0);
        FloatVector c0a = zero;
        FloatVector c0b = zero;
        FloatVector c1a = zero;
        FloatVector c1b = zero;
        FloatVector c2a = zero;
        FloatVector c2b = zero;
        FloatVector c3a = zero;
        FloatVector c3b = zero;
        int ai = ao;
        int bi = bo;
        for (int p = 0; p < depth; p++) {
            FloatVector ba = fromArray(F, b, bi);
            FloatVector bb = fromArray(F, b, bi + LANES);
            FloatVector x0 = broadcast(F, a[ai]);
            c0a = x0.fma(ba, c0a);
            c0b = x0.fma(bb, c0b);
            FloatVector x1 = broadcast(F, a[ai + ROW_DISTANCE]);
            c1a = x1.fma(ba, c1a);
            c1b = x1.fma(bb, c1b);
            FloatVector x2 = broadcast(F, a[ai + 2 * ROW_DISTANCE]);
            c2a = x2.fma(ba, c2a);
            c2b = x2.fma(bb, c2b);
            FloatVector x3 = broadcast(F, a[ai + 3 * ROW_DISTANCE]);
            c3a = x3.fma(ba, c3a);
            c3b = x3.fma(bb, c3b);
            ai++;
            bi += 2 * LANES;
        }
        int at = co;
        c0a.intoArray(c, at);
        c0b.intoArray(c, at + LANES);
        at += ldc;
        c1a.intoArray(c, at);
        c1b.intoArray(c, at + LANES);
        at += ldc;
        c2a.intoArray(c, at);
        c2b.intoArray(c, at + LANES);
        at += ldc;
        c3a.intoArray(c, at);
        c3b.intoArray(c, at + LANES);
    }

    /** From packed panels of both operands; the 4 elements of one depth of a are adjacent. */
    static void packedColumns(int depth, float[] a, int ao, float[] b, int bo, float[] c, int co, int ldc) {
        FloatVector zero = broadcast(F, 0);
        FloatVector c0a = zero;
        FloatVector c0b = zero;
        FloatVector c1a = zero;
        FloatVector c1b = zero;
        FloatVector c2a = zero;
        FloatVector c2b = zero;
        FloatVector c3a = zero;
        FloatVector c3b = zero;
        int ai = ao;
        int bi = bo;
        for (int p = 0; p < depth; p++) {
            FloatVector ba = fromArray(F, b, bi);
            FloatVector bb = fromArray(F, b, bi + LANES);
            FloatVector x0 = broadcast(F, a[ai]);
            c0a = x0.fma(ba, c0a);
            c0b = x0.fma(bb, c0b);
            FloatVector x1 = broadcast(F, a[ai + 1]);
            c1a = x1.fma(ba, c1a);
            c1b = x1.fma(bb, c1b);
            FloatVector x2 = broadcast(F, a[ai + 2]);
            c2a = x2.fma(ba, c2a);
            c2b = x2.fma(bb, c2b);
            FloatVector x3 = broadcast(F, a[ai + 3]);
            c3a = x3.fma(ba, c3a);
            c3b = x3.fma(bb, c3b);
            ai += 4;
            bi += 2 * LANES;
        }
        int at = co;
        c0a.intoArray(c, at);
        c0b.intoArray(c, at + LANES);
        at += ldc;
        c1a.intoArray(c, at);
        c1b.intoArray(c, at + LANES);
        at += ldc;
        c2a.intoArray(c, at);
        c2b.intoArray(c, at + LANES);
        at += ldc;
        c3a.intoArray(c, at);
        c3b.intoArray(c, at + LANES);
    }

    /** For an a with the 4 elements of one depth adjacent. */
    static void columns(
            int depth, float[] a, int ao, int aStep, float[] b, int bo, int bStep, float[] c, int co, int ldc) {
        FloatVector zero = broadcast(F, 0);
        FloatVector c0a = zero;
        FloatVector c0b = zero;
        FloatVector c1a = zero;
        FloatVector c1b = zero;
        FloatVector c2a = zero;
        FloatVector c2b = zero;
        FloatVector c3a = zero;
        FloatVector c3b = zero;
        int ai = ao;
        int bi = bo;
        for (int p = 0; p < depth; p++) {
            FloatVector ba = fromArray(F, b, bi);
            FloatVector bb = fromArray(F, b, bi + LANES);
            FloatVector x0 = broadcast(F, a[ai]);
            c0a = x0.fma(ba, c0a);
            c0b = x0.fma(bb, c0b);
            FloatVector x1 = broadcast(F, a[ai + 1]);
            c1a = x1.fma(ba, c1a);
            c1b = x1.fma(bb, c1b);
            FloatVector x2 = broadcast(F, a[ai + 2]);
            c2a = x2.fma(ba, c2a);
            c2b = x2.fma(bb, c2b);
            FloatVector x3 = broadcast(F, a[ai + 3]);
            c3a = x3.fma(ba, c3a);
            c3b = x3.fma(bb, c3b);
            ai += aStep;
            bi += bStep;
        }
        int at = co;
        c0a.intoArray(c, at);
        c0b.intoArray(c, at + LANES);
        at += ldc;
        c1a.intoArray(c, at);
        c1b.intoArray(c, at + LANES);
        at += ldc;
        c2a.intoArray(c, at);
        c2b.intoArray(c, at + LANES);
        at += ldc;
        c3a.intoArray(c, at);
        c3b.intoArray(c, at + LANES);
    }

    /** For an a with the elements of each row adjacent. */
    static void rows(int depth, float[] a, int ao, int aRow, float[] b, int bo, int bStep, float[] c, int co, int ldc) {
        FloatVector zero = broadcast(F, 0);
        FloatVector c0a = zero;
        FloatVector c0b = zero;
        FloatVector c1a = zero;
        FloatVector c1b = zero;
        FloatVector c2a = zero;
        FloatVector c2b = zero;
        FloatVector c3a = zero;
        FloatVector c3b = zero;
        int a0 = ao;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int bi = bo;
        for (int p = 0; p < depth; p++) {
            FloatVector ba = fromArray(F, b, bi);
            FloatVector bb = fromArray(F, b, bi + LANES);
            FloatVector x0 = broadcast(F, a[a0 + p]);
            c0a = x0.fma(ba, c0a);
            c0b = x0.fma(bb, c0b);
            FloatVector x1 = broadcast(F, a[a1 + p]);
            c1a = x1.fma(ba, c1a);
            c1b = x1.fma(bb, c1b);
            FloatVector x2 = broadcast(F, a[a2 + p]);
            c2a = x2.fma(ba, c2a);
            c2b = x2.fma(bb, c2b);
            FloatVector x3 = broadcast(F, a[a3 + p]);
            c3a = x3.fma(ba, c3a);
            c3b = x3.fma(bb, c3b);
            bi += bStep;
        }
        int at = co;
        c0a.intoArray(c, at);
        c0b.intoArray(c, at + LANES);
        at += ldc;
        c1a.intoArray(c, at);
        c1b.intoArray(c, at + LANES);
        at += ldc;
        c2a.intoArray(c, at);
        c2b.intoArray(c, at + LANES);
        at += ldc;
        c3a.intoArray(c, at);
        c3b.intoArray(c, at + LANES);
    }
}
