package panamoe.tensor.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static panamoe.tensor.cpu.VectorMath.F;
import static panamoe.tensor.cpu.VectorMath.LANES;
import static panamoe.tensor.cpu.VectorTiles.NARROW;
import static panamoe.tensor.cpu.VectorTiles.NARROW_LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of 4 rows, for the rows that tall tiles leave over and for machines of 16 vector registers, where C2 spills from
 * ten accumulators on. See {@link TallTiles}.
 */
final class ShortTiles {

    private ShortTiles() {}

    /** A tile of 4 rows and two vectors, from packed panels: with constant steps C2 checks no index. */
    static void packed(int depth, float[] a, int ao, float[] b, int bo, float[] tile) {
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
        c0a.intoArray(tile, 0);
        c0b.intoArray(tile, LANES);
        c1a.intoArray(tile, 2 * LANES);
        c1b.intoArray(tile, 3 * LANES);
        c2a.intoArray(tile, 4 * LANES);
        c2b.intoArray(tile, 5 * LANES);
        c3a.intoArray(tile, 6 * LANES);
        c3b.intoArray(tile, 7 * LANES);
    }

    /** A tile of 4 rows and two vectors. */
    static void wide(int depth, float[] a, int ao, int aRow, int aStep, float[] b, int bo, int bStep, float[] tile) {
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
        int step = 0;
        int bi = bo;
        for (int p = 0; p < depth; p++) {
            FloatVector ba = fromArray(F, b, bi);
            FloatVector bb = fromArray(F, b, bi + LANES);
            FloatVector x0 = broadcast(F, a[a0 + step]);
            c0a = x0.fma(ba, c0a);
            c0b = x0.fma(bb, c0b);
            FloatVector x1 = broadcast(F, a[a1 + step]);
            c1a = x1.fma(ba, c1a);
            c1b = x1.fma(bb, c1b);
            FloatVector x2 = broadcast(F, a[a2 + step]);
            c2a = x2.fma(ba, c2a);
            c2b = x2.fma(bb, c2b);
            FloatVector x3 = broadcast(F, a[a3 + step]);
            c3a = x3.fma(ba, c3a);
            c3b = x3.fma(bb, c3b);
            step += aStep;
            bi += bStep;
        }
        c0a.intoArray(tile, 0);
        c0b.intoArray(tile, LANES);
        c1a.intoArray(tile, 2 * LANES);
        c1b.intoArray(tile, 3 * LANES);
        c2a.intoArray(tile, 4 * LANES);
        c2b.intoArray(tile, 5 * LANES);
        c3a.intoArray(tile, 6 * LANES);
        c3b.intoArray(tile, 7 * LANES);
    }

    /** A tile of 4 rows and one vector of {@link VectorTiles#NARROW}. */
    static void narrow(int depth, float[] a, int ao, int aRow, int aStep, float[] b, int bo, int bStep, float[] tile) {
        FloatVector zero = FloatVector.zero(NARROW);
        FloatVector c0 = zero;
        FloatVector c1 = zero;
        FloatVector c2 = zero;
        FloatVector c3 = zero;
        int a0 = ao;
        int a1 = a0 + aRow;
        int a2 = a1 + aRow;
        int a3 = a2 + aRow;
        int step = 0;
        int bi = bo;
        for (int p = 0; p < depth; p++) {
            FloatVector bs = fromArray(NARROW, b, bi);
            FloatVector x0 = broadcast(NARROW, a[a0 + step]);
            c0 = x0.fma(bs, c0);
            FloatVector x1 = broadcast(NARROW, a[a1 + step]);
            c1 = x1.fma(bs, c1);
            FloatVector x2 = broadcast(NARROW, a[a2 + step]);
            c2 = x2.fma(bs, c2);
            FloatVector x3 = broadcast(NARROW, a[a3 + step]);
            c3 = x3.fma(bs, c3);
            step += aStep;
            bi += bStep;
        }
        c0.intoArray(tile, 0);
        c1.intoArray(tile, NARROW_LANES);
        c2.intoArray(tile, 2 * NARROW_LANES);
        c3.intoArray(tile, 3 * NARROW_LANES);
    }
}
