package panamoe.tornado.kernels;

import panamoe.tornado.kernels.AttentionInts.OfDelta;
import panamoe.tornado.kernels.AttentionInts.OfNormalizers;
import panamoe.tornado.kernels.AttentionInts.OfSums;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Device code of attention within segments: an item computes one head of one row. {@link AttentionTiles} takes the same
 * arguments.
 *
 * <p>Scores are {@code s_ij = q_i k_j}. Probabilities are {@code p_ij = exp((s_ij - max_i) / sqrt(width) - logSum_i)},
 * where max_i and logSum_i are the normalizers of row i. Neither is stored: each kernel that needs them computes them
 * again, in the same way. Outputs of rows outside all segments are 0.
 */
public final class AttentionCode {

    /**
     * The lowest finite float, as the maximum of no scores. The difference of two of them is 0, where that of two
     * infinities is NaN.
     */
    static final float LOWEST = -Float.MAX_VALUE;

    private AttentionCode() {}

    /**
     * Computes {@code normalizers[n, 2 heads]} from {@code qkv[n, 3 heads width]}. The first {@code heads} columns are
     * the largest of the row's scores with the rows of its segment, for each head. The others are the logarithm of the
     * sum of {@code exp((score - largest) / sqrt(width))}.
     */
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
        int d = heads * width;
        float scale = 1f / TornadoMath.sqrt(width);
        for (int i = context.globalIdx; i < n * heads; i += context.globalGroupSizeX) {
            int row = i / heads;
            int query = xo + row * 3 * d + i % heads * width;
            int key = xo + d + i % heads * width;
            int segment = Lookup.segmentOf(offsets, oo, segments, row);
            float largest = 0f;
            float logSum = 0f;
            if (segment >= 0 && segment < segments) {
                int from = offsets.get(oo + segment);
                int to = offsets.get(oo + segment + 1);
                float max = LOWEST;
                float sum = 0f;
                for (int other = from; other < to; other++) {
                    float score = dot(qkv, query, qkv, key + other * 3 * d, width);
                    if (score > max) {
                        sum = sum * TornadoMath.exp(scale * (max - score)) + 1f;
                        max = score;
                    } else {
                        sum += TornadoMath.exp(scale * (score - max));
                    }
                }
                largest = max;
                logSum = TornadoMath.log(sum);
            }
            int to = no + row * 2 * heads + i % heads;
            normalizers.set(to, largest);
            normalizers.set(to + heads, logSum);
        }
    }

    /**
     * {@code y_r} is the sum of {@code w_rj z_j} over the rows j of r's segment, for each head. y may be a part of a
     * wider matrix, whose other columns keep their content.
     *
     * <p>If {@code GRADIENT} is 0, the weights are the probabilities p. If it is 1, they are the gradients of the
     * scores, {@code p (left_j right_r - delta) / sqrt(width)}, with the delta of the query. If {@code BY_QUERY} is 1,
     * r is the query and j the key; if it is 0, the other way round.
     *
     * <p>For each matrix, {@link OfSums} has the first column, {@code *_COLUMN}, and the distance of two rows, {@code
     * *_STRIDE}.
     */
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
        for (int i = context.globalIdx; i < n * heads; i += context.globalGroupSizeX) {
            int row = i / heads;
            int head = i % heads;
            int first = head * width;
            int segment = Lookup.segmentOf(offsets, oo, segments, row);
            int to = yo + row * yRow + first;
            for (int c = 0; c < width; c++) {
                y.set(to + c, 0f);
            }
            if (segment >= 0 && segment < segments) {
                int end = offsets.get(oo + segment + 1);
                for (int other = offsets.get(oo + segment); other < end; other++) {
                    int queryRow = queries == 1 ? row : other;
                    int kept = no + queryRow * 2 * heads + head;
                    float score = dot(qkv, own + row * 3 * d + first, qkv, others + other * 3 * d + first, width);
                    float weight =
                            TornadoMath.exp(scale * (score - normalizers.get(kept)) - normalizers.get(kept + heads));
                    if (gradient == 1) {
                        float change = dot(
                                left, lefto + other * leftRow + first, right, righto + row * rightRow + first, width);
                        weight = weight * (change - delta.get(deltao + queryRow * heads + head)) * scale;
                    }
                    for (int c = 0; c < width; c++) {
                        y.set(to + c, y.get(to + c) + weight * z.get(zo + other * zRow + first + c));
                    }
                }
            }
        }
    }

    /** {@code delta[n, heads]}: the dot product of gy and y in each head, both {@code [n, heads width]}. */
    public static void delta(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray gy,
            FloatArray y,
            IntArray offsets,
            FloatArray delta) {
        int p = at.get(0);
        int gyo = ints.get(p + OfDelta.GY);
        int yo = ints.get(p + OfDelta.Y);
        int oo = ints.get(p + OfDelta.OFFSETS);
        int deltao = ints.get(p + OfDelta.DELTA);
        int n = ints.get(p + OfDelta.ROWS);
        int segments = ints.get(p + OfDelta.SEGMENTS);
        int heads = ints.get(p + OfDelta.HEADS);
        int width = ints.get(p + OfDelta.WIDTH);
        for (int i = context.globalIdx; i < n * heads; i += context.globalGroupSizeX) {
            int segment = Lookup.segmentOf(offsets, oo, segments, i / heads);
            float value = 0f;
            if (segment >= 0 && segment < segments) {
                value = dot(gy, gyo + i * width, y, yo + i * width, width);
            }
            delta.set(deltao + i, value);
        }
    }

    /** The dot product of {@code count} elements of a from {@code ao} on and of b from {@code bo} on. */
    private static float dot(FloatArray a, int ao, FloatArray b, int bo, int count) {
        float sum = 0f;
        for (int i = 0; i < count; i++) {
            sum += a.get(ao + i) * b.get(bo + i);
        }
        return sum;
    }
}
