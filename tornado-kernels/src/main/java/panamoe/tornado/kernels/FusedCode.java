package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Device code of {@code gelu(x + bias)}, with one bias for all rows of {@code x[rows, d]} or one for each segment of
 * rows.
 */
public final class FusedCode {

    private FusedCode() {}

    /** {@code y = gelu(x + bias)}. Integers: rows, d. */
    public static void biasGelu(
            KernelContext context, IntArray at, IntArray ints, FloatArray x, FloatArray bias, FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int bo = ints.get(p + 1);
        int yo = ints.get(p + 2);
        int rows = ints.get(p + 3);
        int d = ints.get(p + 4);
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        for (int row = context.groupIdx; row < rows; row += groups) {
            for (int j = context.localIdx; j < d; j += items) {
                y.set(yo + row * d + j, Gelu.gelu(x.get(xo + row * d + j) + bias.get(bo + j)));
            }
        }
    }

    /**
     * {@code gx = gy gelu'(x + bias)}. {@code sums[j, part]} is the sum of column j of gx over the rows of a part.
     * Integers: rows, d, number of parts, rows of a part.
     */
    public static void biasGeluBackward(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray x,
            FloatArray bias,
            FloatArray gy,
            FloatArray gx,
            FloatArray sums) {
        int p = at.get(0);
        int xo = ints.get(p);
        int bo = ints.get(p + 1);
        int go = ints.get(p + 2);
        int gxo = ints.get(p + 3);
        int so = ints.get(p + 4);
        int rows = ints.get(p + 5);
        int d = ints.get(p + 6);
        int parts = ints.get(p + 7);
        int length = ints.get(p + 8);
        for (int i = context.globalIdx; i < parts * d; i += context.globalGroupSizeX) {
            int part = i / d;
            int column = i - part * d;
            int from = part * length;
            int to = from + length < rows ? from + length : rows;
            float b = bias.get(bo + column);
            float sum = 0f;
            for (int row = from; row < to; row++) {
                int k = row * d + column;
                float gradient = gy.get(go + k) * Gelu.derivative(x.get(xo + k) + b);
                gx.set(gxo + k, gradient);
                sum = sum + gradient;
            }
            sums.set(so + column * parts + part, sum);
        }
    }

    /** {@code y = gelu(x + bias[segment])}, 0 in rows outside all segments. Integers: rows, d, number of segments. */
    public static void segmentBiasGelu(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray x,
            FloatArray bias,
            IntArray offsets,
            FloatArray y) {
        int p = at.get(0);
        int xo = ints.get(p);
        int bo = ints.get(p + 1);
        int oo = ints.get(p + 2);
        int yo = ints.get(p + 3);
        int rows = ints.get(p + 4);
        int d = ints.get(p + 5);
        int count = ints.get(p + 6);
        int items = context.localGroupSizeX;
        int groups = context.globalGroupSizeX / items;
        for (int row = context.groupIdx; row < rows; row += groups) {
            int segment = Lookup.segmentOf(offsets, oo, count, row);
            for (int j = context.localIdx; j < d; j += items) {
                float value = 0f;
                if (segment >= 0 && segment < count) {
                    value = Gelu.gelu(x.get(xo + row * d + j) + bias.get(bo + segment * d + j));
                }
                y.set(yo + row * d + j, value);
            }
        }
    }

    /**
     * {@code gx = gy gelu'(x + bias[segment])}, 0 in rows outside all segments. {@code sums[segment, part, j]} is the
     * sum of column j of gx over the rows of a part of the segment. Integers: rows, d, number of segments, parts of a
     * segment.
     */
    public static void segmentBiasGeluBackward(
            KernelContext context,
            IntArray at,
            IntArray ints,
            FloatArray x,
            FloatArray bias,
            IntArray offsets,
            FloatArray gy,
            FloatArray gx,
            FloatArray sums) {
        int p = at.get(0);
        int xo = ints.get(p);
        int bo = ints.get(p + 1);
        int oo = ints.get(p + 2);
        int go = ints.get(p + 3);
        int gxo = ints.get(p + 4);
        int so = ints.get(p + 5);
        int rows = ints.get(p + 6);
        int d = ints.get(p + 7);
        int count = ints.get(p + 8);
        int parts = ints.get(p + 9);
        // the rows before the first segment and after the last are divided into parts as segments are
        int perSegment = parts * d;
        for (int i = context.globalIdx; i < (count + 2) * perSegment; i += context.globalGroupSizeX) {
            // not i / d / parts: TornadoVM on JDK 21 fails on the quotient of a quotient
            int segment = i / perSegment - 1;
            int part = i % perSegment / d;
            int column = i % d;
            int begin = segment < 0 ? 0 : offsets.get(oo + segment);
            int end = segment == count ? rows : offsets.get(oo + segment + 1);
            int length = (end - begin + parts - 1) / parts;
            int from = begin + part * length;
            int to = from + length < end ? from + length : end;
            // one loop for rows inside and outside segments: of two loops TornadoVM runs the wrong one
            int inside = segment >= 0 && segment < count ? 1 : 0;
            float b = 0f;
            if (inside == 1) {
                b = bias.get(bo + segment * d + column);
            }
            float sum = 0f;
            for (int row = from; row < to; row++) {
                int k = row * d + column;
                float gradient = 0f;
                if (inside == 1) {
                    gradient = gy.get(go + k) * Gelu.derivative(x.get(xo + k) + b);
                }
                gx.set(gxo + k, gradient);
                sum = sum + gradient;
            }
            if (inside == 1) {
                // parts outside all segments have no sums
                sums.set(so + i - perSegment, sum);
            }
        }
    }
}
