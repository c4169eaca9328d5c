package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Parts of device code for matrix products by tiles of 64 x 64 elements, in which groups of 256 items hold 4 x 4 sums
 * each: item l those of rows {@code l / 16 * 4} and columns {@code l % 16 * 4} on. All items of a group make each call
 * together. Local arrays are those of the method that allocates them: TornadoVM does not pass them on rightly.
 */
final class Tile {

    /** Rows and columns of a tile. */
    static final int SIZE = 64;

    /** Items of a group. */
    static final int ITEMS = 256;

    /** Sums of an item. */
    static final int SUMS = 16;

    /** Terms of the sums that lie in local memory at a time. */
    static final int DEPTH = 16;

    /** From one row of a tile in local memory to the next: a little more than its elements, to use all memory banks. */
    static final int STRIDE = 68;

    private Tile() {}

    /** Sets an item's sums to 0. */
    static void clear(float[] sums) {
        for (int i = 0; i < SUMS; i++) {
            sums[i] = 0f;
        }
    }

    /**
     * Adds the product of a tile of rows of a and a tile of columns of b to the sums. What lies outside the two matrices
     * counts as 0.
     *
     * @param aAt where the tile's first row begins
     * @param aRow from one row of a to the next
     * @param aColumn from one column of a to the next
     * @param rows of a from the tile's first on
     * @param bAt where the tile's first column begins
     * @param columns of b from the tile's first on
     * @param depth columns of a and rows of b
     */
    static void multiply(
            KernelContext context,
            float[] sums,
            FloatArray a,
            int aAt,
            int aRow,
            int aColumn,
            int rows,
            FloatArray b,
            int bAt,
            int bRow,
            int bColumn,
            int columns,
            int depth) {
        float[] left = context.allocateFloatLocalArray(DEPTH * STRIDE);
        float[] right = context.allocateFloatLocalArray(DEPTH * STRIDE);
        int l = context.localIdx;
        // neighbouring items read neighbouring elements, in whichever direction these lie
        int aFirst = aColumn == 1 ? l / DEPTH : l % SIZE;
        int aDeep = aColumn == 1 ? l % DEPTH : l / SIZE;
        int aNext = aColumn == 1 ? 16 : 0;
        int aDeeper = aColumn == 1 ? 0 : 4;
        int bFirst = bRow == 1 ? l / DEPTH : l % SIZE;
        int bDeep = bRow == 1 ? l % DEPTH : l / SIZE;
        int bNext = bRow == 1 ? 16 : 0;
        int bDeeper = bRow == 1 ? 0 : 4;
        int row = l / 16 * 4;
        int column = l % 16 * 4;
        for (int slice = 0; slice < depth; slice += DEPTH) {
            for (int i = 0; i < 4; i++) {
                int ai = aFirst + i * aNext;
                int ap = aDeep + i * aDeeper;
                left[ap * STRIDE + ai] = element(a, aAt, ai, rows, aRow, slice + ap, depth, aColumn);
                int bi = bFirst + i * bNext;
                int bp = bDeep + i * bDeeper;
                right[bp * STRIDE + bi] = element(b, bAt, bi, columns, bColumn, slice + bp, depth, bRow);
            }
            context.localBarrier();
            for (int p = 0; p < DEPTH; p++) {
                int i = p * STRIDE + row;
                int j = p * STRIDE + column;
                accumulate(
                        sums,
                        left[i],
                        left[i + 1],
                        left[i + 2],
                        left[i + 3],
                        right[j],
                        right[j + 1],
                        right[j + 2],
                        right[j + 3]);
            }
            context.localBarrier();
        }
    }

    /** The element at (i, j) of a part of a matrix that begins at {@code at}; 0 outside the matrix. */
    static float element(FloatArray x, int at, int i, int iCount, int iStride, int j, int jCount, int jStride) {
        float value = 0f;
        if (i < iCount && j < jCount) {
            value = x.get(at + i * iStride + j * jStride);
        }
        return value;
    }

    /** Adds the products of four elements of a column and four of a row. */
    static void accumulate(
            float[] sums, float a0, float a1, float a2, float a3, float b0, float b1, float b2, float b3) {
        sums[0] += a0 * b0;
        sums[1] += a0 * b1;
        sums[2] += a0 * b2;
        sums[3] += a0 * b3;
        sums[4] += a1 * b0;
        sums[5] += a1 * b1;
        sums[6] += a1 * b2;
        sums[7] += a1 * b3;
        sums[8] += a2 * b0;
        sums[9] += a2 * b1;
        sums[10] += a2 * b2;
        sums[11] += a2 * b3;
        sums[12] += a3 * b0;
        sums[13] += a3 * b1;
        sums[14] += a3 * b2;
        sums[15] += a3 * b3;
    }

    /**
     * {@code c = alpha sums + beta c} for a tile of c; with beta 0, c is not read. The sums pass through local memory, so
     * that neighbouring items write neighbouring elements.
     *
     * @param at where the tile begins
     * @param stride from one row of c to the next
     * @param rows of c from the tile's first on
     * @param columns of c from the tile's first on
     */
    static void store(
            KernelContext context,
            float[] sums,
            FloatArray c,
            int at,
            int stride,
            int rows,
            int columns,
            float alpha,
            float beta) {
        float[] tile = context.allocateFloatLocalArray(SIZE * STRIDE);
        int l = context.localIdx;
        int first = l / 16 * 4 * STRIDE + l % 16 * 4;
        for (int i = 0; i < SUMS; i++) {
            tile[first + i / 4 * STRIDE + i % 4] = sums[i];
        }
        context.localBarrier();
        for (int i = l; i < SIZE * SIZE; i += ITEMS) {
            int row = i / SIZE;
            int column = i % SIZE;
            if (row < rows && column < columns) {
                int to = at + row * stride + column;
                float value = alpha * tile[row * STRIDE + column];
                if (beta != 0f) {
                    value += beta * c.get(to);
                }
                c.set(to, value);
            }
        }
        context.localBarrier();
    }
}
