package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Device code of dropout, of clipping and of the optimiser. */
public final class TrainingCode {

    /**
     * Elements of a chunk. A group looks up the first segment once for each chunk, and the settings once for each
     * segment in it.
     */
    private static final int CHUNK = 4096;

    /**
     * Parameters that an item reads before it writes the first of them, so that the reads overlap. The compiler cannot
     * move a read ahead of a write, since it does not know that the arrays are distinct.
     */
    private static final int UNROLL = 4;

    /** Settings of a segment. */
    private static final int SETTINGS = 5;

    private static final float TINY = 0x1p-80f;

    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;

    private TrainingCode() {}

    /**
     * {@code y = reals[0] x} where the element's random number of 24 bits is at least the threshold, else 0. The
     * generator is Philox 4x32-10 (Salmon et al. 2011). An item computes the four numbers of one block. {@code key}:
     * low and high word of the seed, step. Integers: number of elements, threshold, stream.
     */
    public static void dropout(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray reals,
            FloatArray x,
            IntArray key,
            FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int keyAt = ints.get(p + 1);
        int yo = ints.get(p + 2);
        int n = ints.get(p + 3);
        int threshold = ints.get(p + 4);
        int stream = ints.get(p + 5);
        float scale = reals.get(at.get(1));
        int low = key.get(keyAt);
        int high = key.get(keyAt + 1);
        int step = key.get(keyAt + 2);
        int blocks = n / 4 + (n % 4 > 0 ? 1 : 0);
        for (int block = context.globalIdx; block < blocks; block += context.globalGroupSizeX) {
            int a = block;
            int b = stream;
            int c = step;
            int d = 0;
            int k0 = low;
            int k1 = high;
            for (int round = 0; round < 10; round++) {
                long product0 = (long) a * MULTIPLIER_0;
                long product1 = (long) c * MULTIPLIER_1;
                // the upper words of the unsigned products: both multipliers are negative as signed numbers
                int upper0 = (int) (product0 >> 32) + a + (a < 0 ? MULTIPLIER_0 : 0);
                int upper1 = (int) (product1 >> 32) + c + (c < 0 ? MULTIPLIER_1 : 0);
                a = upper1 ^ b ^ k0;
                b = (int) product1;
                c = upper0 ^ d ^ k1;
                d = (int) product0;
                k0 = k0 + WEYL_0;
                k1 = k1 + WEYL_1;
            }
            int first = 4 * block;
            int end = first + 4 < n ? first + 4 : n;
            for (int i = first; i < end; i++) {
                int word = i == first ? a : i == first + 1 ? b : i == first + 2 ? c : d;
                y.set(yo + i, ((word >> 8) & 0xFFFFFF) >= threshold ? x.get(xo + i) * scale : 0f);
            }
        }
    }

    /**
     * The sums of {@code x^2} and of {@code (2^-80 x)^2} over a part of x: {@code sums[0, part]} and {@code sums[1,
     * part]}. The second is used if the first is too large for a float. Integers: number of parts, elements of a part,
     * size of x.
     */
    public static void squares(KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray sums) {
        int p = at.get(0);
        int xo = ints.get(p);
        int so = ints.get(p + 1);
        int parts = ints.get(p + 2);
        int length = ints.get(p + 3);
        int size = ints.get(p + 4);
        int item = context.localIdx;
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        float[] both = new float[2];
        for (int part = context.groupIdx; part < parts; part += groups) {
            int from = part * length;
            int to = from + length < size ? from + length : size;
            Sums.ofSquares(both, x, TINY, xo + from + item, xo + to, items);
            float sum = Group.sum(context, both[0]);
            float scaled = Group.sum(context, both[1]);
            if (item == 0) {
                sums.set(so + part, sum);
                sums.set(so + parts + part, scaled);
            }
        }
    }

    /**
     * {@code y[] = min(1, reals[0] / norm)}; {@code squares[2]}: the square of the norm, and the square of {@code 2^-80
     * norm}.
     */
    public static void clipFactor(
            KernelContext context, IntArray at, IntArray ints, FloatArray reals, FloatArray squares, FloatArray y) {
        int p = at.get(0);
        if (context.globalIdx == 0) {
            float maxNorm = reals.get(at.get(1));
            int so = ints.get(p);
            // devices disagree about the root of 0, and min would hide NaN
            float norm = squares.get(so);
            if (norm > Float.MAX_VALUE) {
                norm = TornadoMath.sqrt(squares.get(so + 1)) / TINY;
            } else if (norm > 0f) {
                norm = TornadoMath.sqrt(norm);
            }
            // 1, or NaN if the norm is NaN: by a comparison with <= TornadoVM would give 1 for NaN too
            float whole = 1f + 0f * norm;
            y.set(ints.get(p + 1), norm > maxNorm ? maxNorm / norm : whole);
        }
    }

    /**
     * AdamW (Loshchilov and Hutter 2019) over the active segments. {@code settings[segment]}: active, learning rate,
     * weight decay, correction1, correction2. Reals: beta1, 1 - beta1, beta2, 1 - beta2, eps. Integers: number of
     * parameters, number of segments.
     */
    public static void adamW(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray reals,
            FloatArray parameters,
            FloatArray gradients,
            FloatArray m,
            FloatArray v,
            IntArray segments,
            FloatArray settings,
            FloatArray clip) {
        int p = at.get(0);
        int po = ints.get(p);
        int go = ints.get(p + 1);
        int mo = ints.get(p + 2);
        int vo = ints.get(p + 3);
        int segmentAt = ints.get(p + 4);
        int settingAt = ints.get(p + 5);
        float factor = clip.get(ints.get(p + 6));
        int n = ints.get(p + 7);
        int count = ints.get(p + 8);
        int q = at.get(1);
        float beta1 = reals.get(q);
        float rest1 = reals.get(q + 1);
        float beta2 = reals.get(q + 2);
        float rest2 = reals.get(q + 3);
        float eps = reals.get(q + 4);
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        float[] g = new float[UNROLL];
        float[] first = new float[UNROLL];
        float[] second = new float[UNROLL];
        float[] old = new float[UNROLL];
        for (int from = context.groupIdx * CHUNK; from < n; from += groups * CHUNK) {
            int to = from + CHUNK < n ? from + CHUNK : n;
            int segment = Lookup.segmentOf(segments, segmentAt, count, from);
            int begin = from;
            while (begin < to) {
                int next = segments.get(segmentAt + segment + 1);
                int end = next < to ? next : to;
                int s = settingAt + segment * SETTINGS;
                if (settings.get(s) != 0f) {
                    float rate = settings.get(s + 1);
                    float decay = settings.get(s + 2);
                    float correction1 = settings.get(s + 3);
                    float correction2 = settings.get(s + 4);
                    for (int i = begin + context.localIdx; i < end; i += UNROLL * items) {
                        for (int j = 0; j < UNROLL; j++) {
                            int k = i + j * items;
                            if (k < end) {
                                g[j] = factor * gradients.get(go + k);
                                first[j] = m.get(mo + k);
                                second[j] = v.get(vo + k);
                                old[j] = parameters.get(po + k);
                            }
                        }
                        for (int j = 0; j < UNROLL; j++) {
                            int k = i + j * items;
                            if (k < end) {
                                float mean = beta1 * first[j] + rest1 * g[j];
                                float square = beta2 * second[j] + rest2 * g[j] * g[j];
                                float direction = mean * correction1 / (TornadoMath.sqrt(square * correction2) + eps);
                                m.set(mo + k, mean);
                                v.set(vo + k, square);
                                parameters.set(po + k, old[j] - rate * (direction + decay * old[j]));
                            }
                        }
                    }
                }
                begin = end;
                segment++;
            }
        }
    }
}
