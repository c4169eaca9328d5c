package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Device code that makes grouped products of products of padded groups ({@link PaddingCode}) and, by {@link Tile}, of the
 * rows that had no place there. Where all rows had one, it only copies. The rows of a padded group are a multiple of a
 * tile's.
 */
public final class PaddedTiles {

    private PaddedTiles() {}

    /**
     * {@link MatrixTiles#groupedGemm}, whose rows are known as far as padded has them; {@code x[n, d], w[groups, d, h],
     * padded[groups, rows, h], y[n, h]}.
     */
    public static void groupedGemmRest(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray x,
            FloatArray w,
            IntArray offsets,
            FloatArray padded,
            FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int wo = ints.get(p + 1);
        int oo = ints.get(p + 2);
        int po = ints.get(p + 3);
        int yo = ints.get(p + 4);
        int n = ints.get(p + 5);
        int groups = ints.get(p + 6);
        int d = ints.get(p + 7);
        int h = ints.get(p + 8);
        int wRow = ints.get(p + 9);
        int wColumn = ints.get(p + 10);
        int known = ints.get(p + 11);
        SegmentBlocks.clearOutside(context, offsets, oo, groups, n, y, yo, h, h);
        int gridGroups = context.globalGroupSizeX / context.localGroupSizeX;
        int across = (h + Tile.SIZE - 1) / Tile.SIZE;
        int tiles = across * SegmentBlocks.count(n, groups, Tile.SIZE);
        float[] sums = new float[MatrixTiles.SIDE * MatrixTiles.SIDE];
        for (int tile = context.groupIdx; tile < tiles; tile += gridGroups) {
            int block = tile / across;
            int column = tile % across * Tile.SIZE;
            int group = SegmentBlocks.segment(offsets, oo, groups, Tile.SIZE, block);
            int row = SegmentBlocks.row(offsets, oo, group, Tile.SIZE, block);
            int rows = SegmentBlocks.end(offsets, oo, group) - row;
            if (rows > 0) {
                int inGroup = row - SegmentBlocks.begin(offsets, oo, group);
                // none of a block or all of it
                int knownRows = inGroup < known ? rows : 0;
                Tile.load(
                        context,
                        sums,
                        MatrixTiles.SIDE,
                        padded,
                        po + (group * known + inGroup) * h + column,
                        h,
                        knownRows,
                        h - column);
                if (knownRows == 0) {
                    Tile.multiply(
                            context,
                            sums,
                            MatrixTiles.SIDE,
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
                }
                Tile.store(context, sums, MatrixTiles.SIDE, y, yo + row * h + column, h, rows, h - column, 1f, 0f);
            }
        }
    }

    /**
     * {@link MatrixTiles#groupedGemmWeightGradient}, whose sums over the first {@code known} rows of each group are in
     * padded; {@code x[n, d], gy[n, h], padded[groups, d, h], gw[groups, d, h]}.
     */
    public static void weightGradientRest(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray x,
            FloatArray gy,
            IntArray offsets,
            FloatArray padded,
            FloatArray gw) {
        int p = at.get(0);
        int xo = ints.get(p);
        int gyo = ints.get(p + 1);
        int oo = ints.get(p + 2);
        int po = ints.get(p + 3);
        int gwo = ints.get(p + 4);
        int groups = ints.get(p + 5);
        int d = ints.get(p + 6);
        int h = ints.get(p + 7);
        int known = ints.get(p + 8);
        int gridGroups = context.globalGroupSizeX / context.localGroupSizeX;
        int across = (h + Tile.SIZE - 1) / Tile.SIZE;
        int perGroup = across * ((d + Tile.SIZE - 1) / Tile.SIZE);
        float[] sums = new float[MatrixTiles.SIDE * MatrixTiles.SIDE];
        for (int tile = context.groupIdx; tile < groups * perGroup; tile += gridGroups) {
            int group = tile / perGroup;
            int row = tile % perGroup / across * Tile.SIZE;
            int column = tile % across * Tile.SIZE;
            int from = offsets.get(oo + group) + known;
            int rest = offsets.get(oo + group + 1) - from;
            int place = (group * d + row) * h + column;
            Tile.load(context, sums, MatrixTiles.SIDE, padded, po + place, h, d - row, h - column);
            if (rest > 0) {
                Tile.multiply(
                        context,
                        sums,
                        MatrixTiles.SIDE,
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
                        rest);
            }
            Tile.store(context, sums, MatrixTiles.SIDE, gw, gwo + place, h, d - row, h - column, 1f, 0f);
        }
    }
}
