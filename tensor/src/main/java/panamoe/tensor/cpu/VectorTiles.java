package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.VectorMath.LANES;
import static panamoe.tensor.cpu.VectorMath.all;
import static panamoe.tensor.cpu.VectorMath.load;

import jdk.incubator.vector.FloatVector;

/**
 * {@link MicroKernel} on vectors: the tile is two vectors wide and as high as registers allow, 12 rows of the 32 registers
 * that 512-bit machines have, else 6 of 16. All accumulators must stay local variables of one method that does nothing
 * else: with a read and write of C in it C2 gives up its budget and allocates a vector object per operation.
 */
interface VectorTiles extends KernelSet {

    @Override
    default int tileRows() {
        return LANES >= 16 ? 12 : 6;
    }

    @Override
    default int tileColumns() {
        return 2 * LANES;
    }

    @Override
    default void multiply(int depth, float[] a, int ao, float[] b, int bo, float[] tile) {
        if (LANES >= 16) {
            multiply12(depth, a, ao, b, bo, tile);
        } else {
            multiply6(depth, a, ao, b, bo, tile);
        }
    }

    @Override
    default void store(float alpha, float[] tile, int rows, int columns, float[] c, int co, int ldc) {
        if (columns < 2 * LANES) {
            for (int i = 0; i < rows; i++) {
                affine(alpha, tile, 2 * LANES * i, 0, c, co + i * ldc, columns);
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            load(tile, 2 * LANES * i).mul(alpha).intoArray(c, co + i * ldc);
            load(tile, 2 * LANES * i + LANES).mul(alpha).intoArray(c, co + i * ldc + LANES);
        }
    }

    @Override
    default void accumulate(float alpha, float[] tile, int rows, int columns, float[] c, int co, int ldc) {
        if (columns < 2 * LANES) {
            for (int i = 0; i < rows; i++) {
                axpy(alpha, tile, 2 * LANES * i, c, co + i * ldc, columns);
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            int at = co + i * ldc;
            load(tile, 2 * LANES * i).mul(alpha).add(load(c, at)).intoArray(c, at);
            load(tile, 2 * LANES * i + LANES)
                    .mul(alpha)
                    .add(load(c, at + LANES))
                    .intoArray(c, at + LANES);
        }
    }

    private static void multiply12(int depth, float[] a, int ao, float[] b, int bo, float[] tile) {
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
        FloatVector c8a = all(0f);
        FloatVector c8b = all(0f);
        FloatVector c9a = all(0f);
        FloatVector c9b = all(0f);
        FloatVector c10a = all(0f);
        FloatVector c10b = all(0f);
        FloatVector c11a = all(0f);
        FloatVector c11b = all(0f);
        int ai = ao;
        int bi = bo;
        for (int p = 0; p < depth; p++) {
            FloatVector ba = load(b, bi);
            FloatVector bb = load(b, bi + LANES);
            FloatVector a0 = all(a[ai]);
            c0a = a0.fma(ba, c0a);
            c0b = a0.fma(bb, c0b);
            FloatVector a1 = all(a[ai + 1]);
            c1a = a1.fma(ba, c1a);
            c1b = a1.fma(bb, c1b);
            FloatVector a2 = all(a[ai + 2]);
            c2a = a2.fma(ba, c2a);
            c2b = a2.fma(bb, c2b);
            FloatVector a3 = all(a[ai + 3]);
            c3a = a3.fma(ba, c3a);
            c3b = a3.fma(bb, c3b);
            FloatVector a4 = all(a[ai + 4]);
            c4a = a4.fma(ba, c4a);
            c4b = a4.fma(bb, c4b);
            FloatVector a5 = all(a[ai + 5]);
            c5a = a5.fma(ba, c5a);
            c5b = a5.fma(bb, c5b);
            FloatVector a6 = all(a[ai + 6]);
            c6a = a6.fma(ba, c6a);
            c6b = a6.fma(bb, c6b);
            FloatVector a7 = all(a[ai + 7]);
            c7a = a7.fma(ba, c7a);
            c7b = a7.fma(bb, c7b);
            FloatVector a8 = all(a[ai + 8]);
            c8a = a8.fma(ba, c8a);
            c8b = a8.fma(bb, c8b);
            FloatVector a9 = all(a[ai + 9]);
            c9a = a9.fma(ba, c9a);
            c9b = a9.fma(bb, c9b);
            FloatVector a10 = all(a[ai + 10]);
            c10a = a10.fma(ba, c10a);
            c10b = a10.fma(bb, c10b);
            FloatVector a11 = all(a[ai + 11]);
            c11a = a11.fma(ba, c11a);
            c11b = a11.fma(bb, c11b);
            ai += 12;
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

    private static void multiply6(int depth, float[] a, int ao, float[] b, int bo, float[] tile) {
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
        int ai = ao;
        int bi = bo;
        for (int p = 0; p < depth; p++) {
            FloatVector ba = load(b, bi);
            FloatVector bb = load(b, bi + LANES);
            FloatVector a0 = all(a[ai]);
            c0a = a0.fma(ba, c0a);
            c0b = a0.fma(bb, c0b);
            FloatVector a1 = all(a[ai + 1]);
            c1a = a1.fma(ba, c1a);
            c1b = a1.fma(bb, c1b);
            FloatVector a2 = all(a[ai + 2]);
            c2a = a2.fma(ba, c2a);
            c2b = a2.fma(bb, c2b);
            FloatVector a3 = all(a[ai + 3]);
            c3a = a3.fma(ba, c3a);
            c3b = a3.fma(bb, c3b);
            FloatVector a4 = all(a[ai + 4]);
            c4a = a4.fma(ba, c4a);
            c4b = a4.fma(bb, c4b);
            FloatVector a5 = all(a[ai + 5]);
            c5a = a5.fma(ba, c5a);
            c5b = a5.fma(bb, c5b);
            ai += 6;
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
        c4a.intoArray(tile, 8 * LANES);
        c4b.intoArray(tile, 9 * LANES);
        c5a.intoArray(tile, 10 * LANES);
        c5b.intoArray(tile, 11 * LANES);
    }
}
