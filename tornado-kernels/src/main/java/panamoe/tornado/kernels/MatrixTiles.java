package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Device code of matrix products by {@link Tile}: a group computes a tile. The arguments are those of {@link
 * MatrixCode}.
 */
public final class MatrixTiles {

    /**
     * An item holds {@code SIDE x SIDE} sums. With 4 in place of 8 it would read twice as many elements of local memory
     * for each product.
     */
    private static final int SIDE = 8;

    /** The number of items in a group. */
    public static final int ITEMS = (Tile.SIZE / SIDE) * (Tile.SIZE / SIDE);

    private MatrixTiles() {}

    /** {@code c[m, n] = alpha a[m, k] b[k, n] + beta c}; with beta 0, c is not read. */
    public static void gemm(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray reals,
            FloatArray a,
            FloatArray b,
            FloatArray c) {
        int p = at.get(0);
        int ao = ints.get(p);
        int bo = ints.get(p + 1);
        int co = ints.get(p + 2);
        int m = ints.get(p + 3);
        int n = ints.get(p + 4);
        int k = ints.get(p + 5);
        int aRow = ints.get(p + 6);
        int aColumn = ints.get(p + 7);
        int bRow = ints.get(p + 8);
        int bColumn = ints.get(p + 9);
        int q = at.get(1);
        float alpha = reals.get(q);
        float beta = reals.get(q + 1);
        int gridGroups = context.globalGroupSizeX / context.localGroupSizeX;
        int across = (n + Tile.SIZE - 1) / Tile.SIZE;
        int tiles = across * ((m + Tile.SIZE - 1) / Tile.SIZE);
        float[] sums = new float[SIDE * SIDE];
        for (int tile = context.groupIdx; tile < tiles; tile += gridGroups) {
            int row = tile / across * Tile.SIZE;
            int column = tile % across * Tile.SIZE;
            Tile.clear(sums, SIDE);
            Tile.multiply(
                    context,
                    sums,
                    SIDE,
                    a,
                    ao + row * aRow,
                    aRow,
                    aColumn,
                    m - row,
                    b,
                    bo + column * bColumn,
                    bRow,
                    bColumn,
                    n - column,
                    k);
            Tile.store(context, sums, SIDE, c, co + row * n + column, n, m - row, n - column, alpha, beta);
        }
    }

    /** {@code y[r] = x[r] w[g]} for the rows of each group g, 0 for the others; {@code x[n, d], w[groups, d, h]}. */
    public static void groupedGemm(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray x,
            FloatArray w,
            IntArray offsets,
            FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int wo = ints.get(p + 1);
        int oo = ints.get(p + 2);
        int yo = ints.get(p + 3);
        int n = ints.get(p + 4);
        int groups = ints.get(p + 5);
        int d = ints.get(p + 6);
        int h = ints.get(p + 7);
        int wRow = ints.get(p + 8);
        int wColumn = ints.get(p + 9);
        SegmentBlocks.clearOutside(context, offsets, oo, groups, n, y, yo, h, h);
        int gridGroups = context.globalGroupSizeX / context.localGroupSizeX;
        int across = (h + Tile.SIZE - 1) / Tile.SIZE;
        int tiles = across * SegmentBlocks.count(n, groups, Tile.SIZE);
        float[] sums = new float[SIDE * SIDE];
        for (int tile = context.groupIdx; tile < tiles; tile += gridGroups) {
            int block = tile / across;
            int column = tile % across * Tile.SIZE;
            int group = SegmentBlocks.segment(offsets, oo, groups, Tile.SIZE, block);
            int row = SegmentBlocks.row(offsets, oo, group, Tile.SIZE, block);
            int rows = SegmentBlocks.end(offsets, oo, group) - row;
            if (rows > 0) {
                Tile.clear(sums, SIDE);
                Tile.multiply(
                        context,
                        sums,
                        SIDE,
                        x,
                        xo + row * d,
                        d,
                        1,
                        rows,
                        w,
                        wo + group * d * h + column * wColumn,
                        wRow,
                        wColumn,
                        h - column,
                        d);
                Tile.store(context, sums, SIDE, y, yo + row * h + column, h, rows, h - column, 1f, 0f);
            }
        }
    }

    /** {@code gw[g] = x_g^T gy_g} over the rows of each group; {@code x[n, d], gy[n, h], gw[groups, d, h]}. */
    public static void groupedGemmWeightGradient(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray x,
            FloatArray gy,
            IntArray offsets,
            FloatArray gw) {
        int p = at.get(0);
        int xo = ints.get(p);
        int gyo = ints.get(p + 1);
        int oo = ints.get(p + 2);
        int gwo = ints.get(p + 3);
        int groups = ints.get(p + 4);
        int d = ints.get(p + 5);
        int h = ints.get(p + 6);
        int gridGroups = context.globalGroupSizeX / context.localGroupSizeX;
        int across = (h + Tile.SIZE - 1) / Tile.SIZE;
        int perGroup = across * ((d + Tile.SIZE - 1) / Tile.SIZE);
        float[] sums = new float[SIDE * SIDE];
        for (int tile = context.groupIdx; tile < groups * perGroup; tile += gridGroups) {
            int group = tile / perGroup;
            int row = tile % perGroup / across * Tile.SIZE;
            int column = tile % across * Tile.SIZE;
            int from = offsets.get(oo + group);
            Tile.clear(sums, SIDE);
            Tile.multiply(
                    context,
                    sums,
                    SIDE,
                    x,
                    xo + from * d + row,
                    1,
                    d,
                    d - row,
                    gy,
                    gyo + from * h + column,
                    h,
                    1,
                    h - column,
                    offsets.get(oo + group + 1) - from);
            Tile.store(context, sums, SIDE, gw, gwo + (group * d + row) * h + column, h, d - row, h - column, 1f, 0f);
        }
    }
}
