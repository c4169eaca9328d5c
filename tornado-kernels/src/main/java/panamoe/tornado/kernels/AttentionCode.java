package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Device code of attention within segments, in which each item does one head of one row. {@link AttentionTiles} takes the
 * same arguments.
 *
 * <p>Scores are {@code q_i k_j / sqrt(width)}, probabilities {@code p_ij = exp(score_ij - logSumExp_i)}; both are computed
 * anew wherever they are needed. Outputs of rows outside all segments are 0.
 */
public final class AttentionCode {

    /** Below all scores, but so that the difference of two is finite. */
    static final float LOWEST = -1e38f;

    private AttentionCode() {}

    /** {@code logSumExp[n, heads]} of each row's scores with the rows of its segment; {@code qkv[n, 3 heads width]}. */
    public static void logSumExp(
            KernelContext context, IntArray at, IntArray ints, FloatArray qkv, IntArray offsets, FloatArray logSumExp) {
        int p = at.get(0);
        int xo = ints.get(p);
        int oo = ints.get(p + 1);
        int lo = ints.get(p + 2);
        int n = ints.get(p + 3);
        int segments = ints.get(p + 4);
        int heads = ints.get(p + 5);
        int width = ints.get(p + 6);
        int d = heads * width;
        float scale = 1f / TornadoMath.sqrt(width);
        for (int i = context.globalIdx; i < n * heads; i += context.globalGroupSizeX) {
            int row = i / heads;
            int query = xo + row * 3 * d + i % heads * width;
            int key = xo + d + i % heads * width;
            int segment = Lookup.segmentOf(offsets, oo, segments, row);
            float result = 0f;
            if (segment >= 0 && segment < segments) {
                int from = offsets.get(oo + segment);
                int to = offsets.get(oo + segment + 1);
                float max = LOWEST;
                float sum = 0f;
                for (int other = from; other < to; other++) {
                    float score = scale * dot(qkv, query, qkv, key + other * 3 * d, width);
                    if (score > max) {
                        sum = sum * TornadoMath.exp(max - score) + 1f;
                        max = score;
                    } else {
                        sum += TornadoMath.exp(score - max);
                    }
                }
                result = max + TornadoMath.log(sum);
            }
            logSumExp.set(lo + i, result);
        }
    }

    /**
     * {@code y_r}: the sum of {@code w_rj z_j} over the rows j of r's segment, for each head; y may be the part of a
     * wider matrix, of which the rest is left as it is.
     *
     * <p>Without {@code gradient} the weights are probabilities: of r as the query and j as the key or, if {@code
     * queries} is 0, the other way round. With it, they are the gradients of the scores, scaled as those are: {@code p
     * (left_j right_r - delta) / sqrt(width)}, delta being that of the query.
     *
     * <p>Each matrix is given by its offset, which {@code *At} adds to, and from one row to the next, {@code *Row}.
     */
    public static void weightedSums(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray qkv,
            FloatArray left,
            FloatArray right,
            FloatArray z,
            FloatArray logSumExp,
            FloatArray delta,
            IntArray offsets,
            FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int lefto = ints.get(p + 1) + ints.get(p + 14);
        int righto = ints.get(p + 2) + ints.get(p + 16);
        int zo = ints.get(p + 3) + ints.get(p + 18);
        int lo = ints.get(p + 4);
        int deltao = ints.get(p + 5);
        int oo = ints.get(p + 6);
        int yo = ints.get(p + 7) + ints.get(p + 20);
        int n = ints.get(p + 8);
        int segments = ints.get(p + 9);
        int heads = ints.get(p + 10);
        int width = ints.get(p + 11);
        int queries = ints.get(p + 12);
        int gradient = ints.get(p + 13);
        int leftRow = ints.get(p + 15);
        int rightRow = ints.get(p + 17);
        int zRow = ints.get(p + 19);
        int yRow = ints.get(p + 21);
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
                    int query = (queries == 1 ? row : other) * heads + head;
                    float score = dot(qkv, own + row * 3 * d + first, qkv, others + other * 3 * d + first, width);
                    float weight = TornadoMath.exp(scale * score - logSumExp.get(lo + query));
                    if (gradient == 1) {
                        float change = dot(
                                left, lefto + other * leftRow + first, right, righto + row * rightRow + first, width);
                        weight = weight * (change - delta.get(deltao + query)) * scale;
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
        int gyo = ints.get(p);
        int yo = ints.get(p + 1);
        int oo = ints.get(p + 2);
        int deltao = ints.get(p + 3);
        int n = ints.get(p + 4);
        int segments = ints.get(p + 5);
        int heads = ints.get(p + 6);
        int width = ints.get(p + 7);
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
