package panamoe.tensor.cpu;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static panamoe.tensor.cpu.VectorMath.F;
import static panamoe.tensor.cpu.VectorMath.LANES;
import static panamoe.tensor.cpu.VectorTiles.NARROW;
import static panamoe.tensor.cpu.VectorTiles.NARROW_LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of 12 rows: with two vectors a row they fill the 32 registers of a 512-bit machine. All accumulators must stay
 * local variables of one method that does nothing else, and begin as the same vector: past C2's node budget every
 * operation allocates a vector object.
 */
final class TallTiles {

    private TallTiles() {}

    /** A tile of 12 rows and two vectors. */
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
        FloatVector c4a = zero;
        FloatVector c4b = zero;
        FloatVector c5a = zero;
        FloatVector c5b = zero;
        FloatVector c6a = zero;
        FloatVector c6b = zero;
        FloatVector c7a = zero;
        FloatVector c7b = zero;
        FloatVector c8a = zero;
        FloatVector c8b = zero;
        FloatVector c9a = zero;
        FloatVector c9b = zero;
        FloatVector c10a = zero;
        FloatVector c10b = zero;
        FloatVector c11a = zero;
        FloatVector c11b = zero;
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
            FloatVector x4 = broadcast(F, a[a4 + step]);
            c4a = x4.fma(ba, c4a);
            c4b = x4.fma(bb, c4b);
            FloatVector x5 = broadcast(F, a[a5 + step]);
            c5a = x5.fma(ba, c5a);
            c5b = x5.fma(bb, c5b);
            FloatVector x6 = broadcast(F, a[a6 + step]);
            c6a = x6.fma(ba, c6a);
            c6b = x6.fma(bb, c6b);
            FloatVector x7 = broadcast(F, a[a7 + step]);
            c7a = x7.fma(ba, c7a);
            c7b = x7.fma(bb, c7b);
            FloatVector x8 = broadcast(F, a[a8 + step]);
            c8a = x8.fma(ba, c8a);
            c8b = x8.fma(bb, c8b);
            FloatVector x9 = broadcast(F, a[a9 + step]);
            c9a = x9.fma(ba, c9a);
            c9b = x9.fma(bb, c9b);
            FloatVector x10 = broadcast(F, a[a10 + step]);
            c10a = x10.fma(ba, c10a);
            c10b = x10.fma(bb, c10b);
            FloatVector x11 = broadcast(F, a[a11 + step]);
            c11a = x11.fma(ba, c11a);
            c11b = x11.fma(bb, c11b);
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
        c4a.intoArray(tile, 8 * LANES);
        c4b.intoArray(tile, 9 * LANES);
        c5a.intoArray(tile, 10 * LANES);
        c5b.intoArray(tile, 11 * LANES);
        c6a.intoArray(tile, 12 * LANES);
        c6b.intoArray(tile, 13 * LANES);
        c7a.intoArray(tile, 14 * LANES);
        c7b.intoArray(tile, 15 * LANES);
        c8a.intoArray(tile, 16 * LANES);
        c8b.intoArray(tile, 17 * LANES);
        c9a.intoArray(tile, 18 * LANES);
        c9b.intoArray(tile, 19 * LANES);
        c10a.intoArray(tile, 20 * LANES);
        c10b.intoArray(tile, 21 * LANES);
        c11a.intoArray(tile, 22 * LANES);
        c11b.intoArray(tile, 23 * LANES);
    }

    /** A tile of 12 rows and one vector of {@link VectorTiles#NARROW}. */
    static void narrow(int depth, float[] a, int ao, int aRow, int aStep, float[] b, int bo, int bStep, float[] tile) {
        FloatVector zero = FloatVector.zero(NARROW);
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
            FloatVector x4 = broadcast(NARROW, a[a4 + step]);
            c4 = x4.fma(bs, c4);
            FloatVector x5 = broadcast(NARROW, a[a5 + step]);
            c5 = x5.fma(bs, c5);
            FloatVector x6 = broadcast(NARROW, a[a6 + step]);
            c6 = x6.fma(bs, c6);
            FloatVector x7 = broadcast(NARROW, a[a7 + step]);
            c7 = x7.fma(bs, c7);
            FloatVector x8 = broadcast(NARROW, a[a8 + step]);
            c8 = x8.fma(bs, c8);
            FloatVector x9 = broadcast(NARROW, a[a9 + step]);
            c9 = x9.fma(bs, c9);
            FloatVector x10 = broadcast(NARROW, a[a10 + step]);
            c10 = x10.fma(bs, c10);
            FloatVector x11 = broadcast(NARROW, a[a11 + step]);
            c11 = x11.fma(bs, c11);
            step += aStep;
            bi += bStep;
        }
        c0.intoArray(tile, 0);
        c1.intoArray(tile, NARROW_LANES);
        c2.intoArray(tile, 2 * NARROW_LANES);
        c3.intoArray(tile, 3 * NARROW_LANES);
        c4.intoArray(tile, 4 * NARROW_LANES);
        c5.intoArray(tile, 5 * NARROW_LANES);
        c6.intoArray(tile, 6 * NARROW_LANES);
        c7.intoArray(tile, 7 * NARROW_LANES);
        c8.intoArray(tile, 8 * NARROW_LANES);
        c9.intoArray(tile, 9 * NARROW_LANES);
        c10.intoArray(tile, 10 * NARROW_LANES);
        c11.intoArray(tile, 11 * NARROW_LANES);
    }
}
