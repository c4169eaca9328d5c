package panamoe.tornado.kernels;

import panamoe.tornado.kernels.AttentionInts.OfNormalizers;
import panamoe.tornado.kernels.AttentionInts.OfSums;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Device code of attention within segments by {@link Tile}: a group computes one head of a {@link SegmentBlocks block}
 * of rows. It goes through the rows of the segment tile by tile (Dao et al. 2022). The arguments are those of {@link
 * AttentionCode}.
 */
public final class AttentionTiles {

    /** An item holds {@code SIDE x SIDE} sums. */
    private static final int SIDE = 4;

    /** The number of items that share the rows, or the columns, of a tile. */
    private static final int ACROSS = Tile.SIZE / SIDE;

    /** Items of a group. */
    public static final int ITEMS = ACROSS * ACROSS;

    private AttentionTiles() {}

    /** {@link AttentionCode#normalizers}. */
    public static void normalizers(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray qkv,
            IntArray offsets,
            FloatArray normalizers) {
        int p = at.get(0);
        int xo = ints.get(p + OfNormalizers.QKV);
        int oo = ints.get(p + OfNormalizers.OFFSETS);
        int no = ints.get(p + OfNormalizers.NORMALIZERS);
        int n = ints.get(p + OfNormalizers.ROWS);
        int segments = ints.get(p + OfNormalizers.SEGMENTS);
        int heads = ints.get(p + OfNormalizers.HEADS);
        int width = ints.get(p + OfNormalizers.WIDTH);
        int stride = 3 * heads * width;
        float scale = 1f / TornadoMath.sqrt(width);
        float[] maxima = context.allocateFloatLocalArray(Tile.SIZE * ACROSS);
        float[] totals = context.allocateFloatLocalArray(Tile.SIZE * ACROSS);
        float[] scores = new float[SIDE * SIDE];
        float[] max = new float[SIDE];
        float[] total = new float[SIDE];
        int l = context.localIdx;
        int groups = context.globalGroupSizeX / context.localGroupSizeX;
        int works = heads * SegmentBlocks.count(n, segments, Tile.SIZE);
        SegmentBlocks.clearOutside(context, offsets, oo, segments, n, normalizers, no, 2 * heads, 2 * heads);
        for (int work = context.groupIdx; work < works; work += groups) {
            int block = work / heads;
            int query = xo + work % heads * width;
            int key = query + heads * width;
            int segment = SegmentBlocks.segment(offsets, oo, segments, Tile.SIZE, block);
            int row = SegmentBlocks.row(offsets, oo, segment, Tile.SIZE, block);
            int end = SegmentBlocks.end(offsets, oo, segment);
            if (row < end) {
                for (int i = 0; i < SIDE; i++) {
                    max[i] = AttentionCode.LOWEST;
                    total[i] = 0f;
                }
                for (int other = SegmentBlocks.begin(offsets, oo, segment); other < end; other += Tile.SIZE) {
                    Tile.clear(scores, SIDE);
                    Tile.multiply(
                            context,
                            scores,
                            SIDE,
                            qkv,
                            query + row * stride,
                            stride,
                            1,
                            end - row,
                            qkv,
                            key + other * stride,
                            1,
                            stride,
                            end - other,
                            width);
                    int columns = end - other - l % ACROSS;
                    for (int i = 0; i < SIDE; i++) {
                        float newMax = max[i];
                        for (int j = 0; j < SIDE; j++) {
                            if (j * ACROSS < columns) {
                                newMax = TornadoMath.max(newMax, scores[SIDE * i + j]);
                            }
                        }
                        float newTotal = total[i] * TornadoMath.exp(scale * (max[i] - newMax));
                        for (int j = 0; j < SIDE; j++) {
                            if (j * ACROSS < columns) {
                                newTotal += TornadoMath.exp(scale * (scores[SIDE * i + j] - newMax));
                            }
                        }
                        max[i] = newMax;
                        total[i] = newTotal;
                    }
                }
                for (int i = 0; i < SIDE; i++) {
                    maxima[(l / ACROSS + i * ACROSS) * ACROSS + l % ACROSS] = max[i];
                    totals[(l / ACROSS + i * ACROSS) * ACROSS + l % ACROSS] = total[i];
                }
                context.localBarrier();
                if (l < Tile.SIZE && row + l < end) {
                    float rowMax = maxima[l * ACROSS];
                    for (int i = 1; i < ACROSS; i++) {
                        rowMax = TornadoMath.max(rowMax, maxima[l * ACROSS + i]);
                    }
                    float rowTotal = 0f;
                    for (int i = 0; i < ACROSS; i++) {
                        rowTotal += totals[l * ACROSS + i] * TornadoMath.exp(scale * (maxima[l * ACROSS + i] - rowMax));
                    }
                    int to = no + (row + l) * 2 * heads + work % heads;
                    normalizers.set(to, rowMax);
                    normalizers.set(to + heads, TornadoMath.log(rowTotal));
                }
                context.localBarrier();
            }
        }
    }

    /** {@link AttentionCode#weightedSums}. */
    public static void weightedSums(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray qkv,
            FloatArray left,
            FloatArray right,
            FloatArray z,
            FloatArray normalizers,
            FloatArray delta,
            IntArray offsets,
            FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p + OfSums.QKV);
        int lefto = ints.get(p + OfSums.LEFT) + ints.get(p + OfSums.LEFT_COLUMN);
        int righto = ints.get(p + OfSums.RIGHT) + ints.get(p + OfSums.RIGHT_COLUMN);
        int zo = ints.get(p + OfSums.Z) + ints.get(p + OfSums.Z_COLUMN);
        int no = ints.get(p + OfSums.NORMALIZERS);
        int deltao = ints.get(p + OfSums.DELTA);
        int oo = ints.get(p + OfSums.OFFSETS);
        int yo = ints.get(p + OfSums.Y) + ints.get(p + OfSums.Y_COLUMN);
        int n = ints.get(p + OfSums.ROWS);
        int segments = ints.get(p + OfSums.SEGMENTS);
        int heads = ints.get(p + OfSums.HEADS);
        int width = ints.get(p + OfSums.WIDTH);
        int queries = ints.get(p + OfSums.BY_QUERY);
        int gradient = ints.get(p + OfSums.GRADIENT);
        int leftRow = ints.get(p + OfSums.LEFT_STRIDE);
        int rightRow = ints.get(p + OfSums.RIGHT_STRIDE);
        int zRow = ints.get(p + OfSums.Z_STRIDE);
        int yRow = ints.get(p + OfSums.Y_STRIDE);
        int d = heads * width;
        int own = queries == 1 ? xo : xo + d;
        int others = queries == 1 ? xo + d : xo;
        float scale = 1f / TornadoMath.sqrt(width);
        float[] weights = context.allocateFloatLocalArray(Tile.SIZE * Tile.STRIDE);
        float[] panel = context.allocateFloatLocalArray(Tile.DEPTH * Tile.STRIDE);
        float[] scores = new float[SIDE * SIDE];
        float[] changes = new float[SIDE * SIDE];
        float[] largest = new float[SIDE];
        float[] logSums = new float[SIDE];
        float[] means = new float[SIDE];
        float[] sums = new float[SIDE * SIDE];
        float[] ofWeights = new float[SIDE];
        float[] ofPanel = new float[SIDE];
        int l = context.localIdx;
        int across = l % ACROSS;
        int down = l / ACROSS;
        int groups = context.globalGroupSizeX / context.localGroupSizeX;
        int parts = (width + Tile.SIZE - 1) / Tile.SIZE;
        int works = parts * heads * SegmentBlocks.count(n, segments, Tile.SIZE);
        SegmentBlocks.clearOutside(context, offsets, oo, segments, n, y, yo, d, yRow);
        for (int work = context.groupIdx; work < works; work += groups) {
            int block = work / (heads * parts);
            int head = work / parts % heads;
            int first = head * width;
            int part = work % parts * Tile.SIZE;
            int segment = SegmentBlocks.segment(offsets, oo, segments, Tile.SIZE, block);
            int row = SegmentBlocks.row(offsets, oo, segment, Tile.SIZE, block);
            int end = SegmentBlocks.end(offsets, oo, segment);
            if (row < end) {
                Tile.clear(sums, SIDE);
                for (int other = SegmentBlocks.begin(offsets, oo, segment); other < end; other += Tile.SIZE) {
                    // the tile has a row for each row of the segment and a column for each row of the block
                    Tile.clear(scores, SIDE);
                    Tile.multiply(
                            context,
                            scores,
                            SIDE,
                            qkv,
                            others + other * 3 * d + first,
                            3 * d,
                            1,
                            end - other,
                            qkv,
                            own + row * 3 * d + first,
                            1,
                            3 * d,
                            end - row,
                            width);
                    if (gradient == 1) {
                        Tile.clear(changes, SIDE);
                        Tile.multiply(
                                context,
                                changes,
                                SIDE,
                                left,
                                lefto + other * leftRow + first,
                                leftRow,
                                1,
                                end - other,
                                right,
                                righto + row * rightRow + first,
                                1,
                                rightRow,
                                end - row,
                                width);
                    }
                    // the compiler unrolls these short loops, so that private arrays stay in registers
                    for (int i = 0; i < SIDE; i++) {
                        int query = queries == 1 ? row + across + i * ACROSS : other + down + i * ACROSS;
                        int known = query < end ? query : end - 1;
                        int kept = no + known * 2 * heads + head;
                        largest[i] = normalizers.get(kept);
                        logSums[i] = normalizers.get(kept + heads);
                        means[i] = gradient == 1 ? delta.get(deltao + known * heads + head) : 0f;
                    }
                    for (int i = 0; i < SIDE; i++) {
                        int inside = other + down + i * ACROSS < end ? 1 : 0;
                        for (int j = 0; j < SIDE; j++) {
                            float max = queries == 1 ? largest[j] : largest[i];
                            float logSum = queries == 1 ? logSums[j] : logSums[i];
                            float mean = queries == 1 ? means[j] : means[i];
                            float weight = TornadoMath.exp(scale * (scores[SIDE * i + j] - max) - logSum);
                            if (gradient == 1) {
                                weight = weight * (changes[SIDE * i + j] - mean) * scale;
                            }
                            weights[(down + i * ACROSS) * Tile.STRIDE + across + j * ACROSS] =
                                    inside == 1 ? weight : 0f;
                        }
                    }
                    int count = end - other < Tile.SIZE ? end - other : Tile.SIZE;
                    for (int slice = 0; slice < count; slice += Tile.DEPTH) {
                        for (int i = 0; i < SIDE; i++) {
                            int zi = slice + l / Tile.SIZE + i * (ITEMS / Tile.SIZE);
                            int zj = part + l % Tile.SIZE;
                            panel[(l / Tile.SIZE + i * (ITEMS / Tile.SIZE)) * Tile.STRIDE + l % Tile.SIZE] =
                                    Tile.element(z, zo + other * zRow + first, zi, count, zRow, zj, width, 1);
                        }
                        context.localBarrier();
                        for (int k = 0; k < Tile.DEPTH; k++) {
                            for (int i = 0; i < SIDE; i++) {
                                ofWeights[i] = weights[(slice + k) * Tile.STRIDE + down + i * ACROSS];
                                ofPanel[i] = panel[k * Tile.STRIDE + across + i * ACROSS];
                            }
                            Tile.accumulate(sums, SIDE, ofWeights, ofPanel);
                        }
                        context.localBarrier();
                    }
                }
                Tile.store(
                        context, sums, SIDE, y, yo + row * yRow + first + part, yRow, end - row, width - part, 1f, 0f);
            }
        }
    }
}
