package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Matrix products by tiles of 64 x 64 elements, for device code. A group of items computes a tile. An item holds {@code
 * side x side} sums in registers. They lie {@code 64 / side} rows and columns apart, so that neighbouring items read
 * and write neighbouring elements. All items of the group must make each call.
 *
 * <p>A helper allocates its own local arrays, because TornadoVM passes local arrays wrongly. Loops over private arrays
 * have a small, constant number of passes, so that the compiler unrolls them and keeps the arrays in registers.
 */
final class Tile {

    /** Rows and columns of a tile. */
    static final int SIZE = 64;

    /** Terms of the sums in a slice. Local memory holds a slice at a time. */
    static final int DEPTH = 16;

    /**
     * The distance of two rows of a tile in local memory. Two unused elements after each row spread the writes of 32
     * items over all memory banks: 16 items write a column, and 16 more the next column.
     */
    static final int STRIDE = SIZE + 2;

    private Tile() {}

    /** Sets an item's sums to 0. */
    static void clear(float[] sums, int side) {
        for (int i = 0; i < side * side; i++) {
            sums[i] = 0f;
        }
    }

    /**
     * Adds the product of a tile of rows of a and a tile of columns of b to the sums, {@code sums[side, side]}.
     * Elements outside the two matrices count as 0.
     *
     * @param aAt the index in a at which the tile's first row begins
     * @param aRow the distance of two rows of a
     * @param aColumn the distance of two columns of a
     * @param rows the number of rows of a from the tile's first on
     * @param bAt the index in b at which the tile's first column begins
     * @param columns the number of columns of b from the tile's first on
     * @param depth the number of columns of a and of rows of b
     */
    static void multiply(
            KernelContext context,
            float[] sums,
            int side,
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
        int across = SIZE / side;
        int items = across * across;
        int share = SIZE * DEPTH / items;
        float[] nextA = new float[share];
        float[] nextB = new float[share];
        float[] ofA = new float[side];
        float[] ofB = new float[side];
        int l = context.localIdx;
        // neighbouring items read elements that are neighbours in memory, by row or by column
        int aFirst = aColumn == 1 ? l / DEPTH : l % SIZE;
        int aDeep = aColumn == 1 ? l % DEPTH : l / SIZE;
        int aStep = aColumn == 1 ? items / DEPTH * aRow : items / SIZE * aColumn;
        int bFirst = bRow == 1 ? l / DEPTH : l % SIZE;
        int bDeep = bRow == 1 ? l % DEPTH : l / SIZE;
        int bStep = bRow == 1 ? items / DEPTH * bColumn : items / SIZE * bRow;
        // each pass reads a slice and multiplies the slice before, so there is one pass more than slices
        for (int slice = 0; slice < depth + DEPTH; slice += DEPTH) {
            int aInside = countInside(items, aColumn, rows - aFirst, depth - slice - aDeep);
            int bInside = countInside(items, bRow, columns - bFirst, depth - slice - bDeep);
            fetch(nextA, share, a, aAt + aFirst * aRow + (slice + aDeep) * aColumn, aStep, aInside);
            fetch(nextB, share, b, bAt + bFirst * bColumn + (slice + bDeep) * bRow, bStep, bInside);
            // the number of terms of the slice before. It is not constant, since TornadoVM may unroll a loop of
            // constant length and then takes seconds to compile it
            int rest = depth + DEPTH - slice;
            int terms = slice == 0 ? 0 : rest < DEPTH ? rest : DEPTH;
            for (int p = 0; p < terms; p++) {
                for (int i = 0; i < side; i++) {
                    ofA[i] = left[p * STRIDE + l / across + across * i];
                    ofB[i] = right[p * STRIDE + l % across + across * i];
                }
                accumulate(sums, side, ofA, ofB);
            }
            context.localBarrier();
            int aTo = aDeep * STRIDE + aFirst;
            int bTo = bDeep * STRIDE + bFirst;
            if (aColumn == 1) {
                for (int i = 0; i < share; i++) {
                    left[aTo + items / DEPTH * i] = nextA[i];
                }
            } else {
                for (int i = 0; i < share; i++) {
                    left[aTo + items / SIZE * STRIDE * i] = nextA[i];
                }
            }
            if (bRow == 1) {
                for (int i = 0; i < share; i++) {
                    right[bTo + items / DEPTH * i] = nextB[i];
                }
            } else {
                for (int i = 0; i < share; i++) {
                    right[bTo + items / SIZE * STRIDE * i] = nextB[i];
                }
            }
            context.localBarrier();
        }
    }

    /**
     * The number of an item's elements of a slice that lie inside the matrix; 0 or less if none does.
     *
     * @param deepStride the distance of two terms: if it is 1, the item's elements are of several rows, else of several
     *     terms
     * @param rows the number of rows from the item's first to the end of the matrix
     * @param terms the number of terms from the item's first to the end of the matrix
     */
    private static int countInside(int items, int deepStride, int rows, int terms) {
        int along = deepStride == 1 ? rows : terms;
        int other = deepStride == 1 ? terms : rows;
        int apart = deepStride == 1 ? items / DEPTH : items / SIZE;
        int count = (along + apart - 1) / apart;
        return other > 0 ? count : 0;
    }

    /** Reads the first {@code inside} elements of an item's share of a slice; the others are 0. */
    private static void fetch(float[] to, int share, FloatArray x, int start, int step, int inside) {
        for (int i = 0; i < share; i++) {
            float value = 0f;
            if (i < inside) {
                value = x.get(start + i * step);
            }
            to[i] = value;
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

    /** Adds the products of {@code side} elements of a column and as many of a row. */
    static void accumulate(float[] sums, int side, float[] column, float[] row) {
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                sums[i * side + j] += column[i] * row[j];
            }
        }
    }

    /**
     * {@code c = alpha sums + beta c} for a tile of c; with beta 0, c is not read.
     *
     * @param at the index in c at which the tile begins
     * @param stride the distance of two rows of c
     * @param rows the number of rows of c from the tile's first on
     * @param columns the number of columns of c from the tile's first on
     */
    static void store(
            KernelContext context,
            float[] sums,
            int side,
            FloatArray c,
            int at,
            int stride,
            int rows,
            int columns,
            float alpha,
            float beta) {
        int across = SIZE / side;
        for (int i = 0; i < side; i++) {
            int row = context.localIdx / across + across * i;
            for (int j = 0; j < side; j++) {
                int column = context.localIdx % across + across * j;
                if (row < rows && column < columns) {
                    int to = at + row * stride + column;
                    float value = alpha * sums[i * side + j];
                    if (beta != 0f) {
                        value += beta * c.get(to);
                    }
                    c.set(to, value);
                }
            }
        }
    }
}
