package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Device code over the rows of segments, {@code offsets[segments + 1]}. Rows outside all segments give 0. */
public final class SegmentCode {

    /** Rows of a block. One item sums a column of a block. */
    public static final int BLOCK = 128;

    private SegmentCode() {}

    /**
     * The sum of the rows of each {@link SegmentBlocks block}, 0 for numbers without a block; {@code x[n, d],
     * partial[blocks, d]}.
     */
    public static void sumBlocks(
            KernelContext context, IntArray at, IntArray ints, FloatArray x, IntArray offsets, FloatArray partial) {
        int p = at.get(0);
        int xo = ints.get(p);
        int oo = ints.get(p + 1);
        int po = ints.get(p + 2);
        int blocks = ints.get(p + 3);
        int segments = ints.get(p + 4);
        int d = ints.get(p + 5);
        int groups = context.globalGroupSizeX / context.localGroupSizeX;
        for (int block = context.groupIdx; block < blocks; block += groups) {
            int segment = SegmentBlocks.segment(offsets, oo, segments, BLOCK, block);
            int from = SegmentBlocks.row(offsets, oo, segment, BLOCK, block);
            int end = SegmentBlocks.end(offsets, oo, segment);
            int to = end < from + BLOCK ? end : from + BLOCK;
            for (int j = context.localIdx; j < d; j += context.localGroupSizeX) {
                float sum = 0f;
                for (int row = from; row < to; row++) {
                    sum += x.get(xo + row * d + j);
                }
                partial.set(po + block * d + j, sum);
            }
        }
    }

    /**
     * Adds up the blocks of each segment and, for a mean, divides by the number of its rows; {@code y[segments, d]}.
     */
    public static void addBlocks(
            KernelContext context, IntArray at, IntArray ints, FloatArray partial, IntArray offsets, FloatArray y) {
        int p = at.get(0);
        int po = ints.get(p);
        int oo = ints.get(p + 1);
        int yo = ints.get(p + 2);
        int segments = ints.get(p + 3);
        int d = ints.get(p + 4);
        int mean = ints.get(p + 5);
        for (int i = context.globalIdx; i < segments * d; i += context.globalGroupSizeX) {
            int segment = i / d;
            int rows = offsets.get(oo + segment + 1) - offsets.get(oo + segment);
            int first = SegmentBlocks.first(offsets, oo, segment, BLOCK);
            int behind = first + (rows + BLOCK - 1) / BLOCK;
            float sum = 0f;
            for (int block = first; block < behind; block++) {
                sum += partial.get(po + block * d + i % d);
            }
            if (mean == 1 && rows > 0) {
                sum = sum / rows;
            }
            y.set(yo + i, sum);
        }
    }

    /** {@code gx[r] = gy[s] / rows of s}; {@code gy[segments, d], gx[n, d]}. */
    public static void meanBackward(
            KernelContext context, IntArray at, IntArray ints, FloatArray gy, IntArray offsets, FloatArray gx) {
        int p = at.get(0);
        int gyo = ints.get(p);
        int oo = ints.get(p + 1);
        int gxo = ints.get(p + 2);
        int n = ints.get(p + 3);
        int segments = ints.get(p + 4);
        int d = ints.get(p + 5);
        int groups = context.globalGroupSizeX / context.localGroupSizeX;
        for (int row = context.groupIdx; row < n; row += groups) {
            int segment = Lookup.segmentOf(offsets, oo, segments, row);
            int inside = segment >= 0 && segment < segments ? 1 : 0;
            int rows = 1;
            if (inside == 1) {
                rows = offsets.get(oo + segment + 1) - offsets.get(oo + segment);
            }
            for (int j = context.localIdx; j < d; j += context.localGroupSizeX) {
                float value = 0f;
                if (inside == 1) {
                    value = gy.get(gyo + segment * d + j) / rows;
                }
                gx.set(gxo + row * d + j, value);
            }
        }
    }

    /** {@code y[r] = x[r] + bias[s]}; {@code x[n, d], bias[segments, d]}. */
    public static void addBias(
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
        int n = ints.get(p + 4);
        int segments = ints.get(p + 5);
        int d = ints.get(p + 6);
        int groups = context.globalGroupSizeX / context.localGroupSizeX;
        for (int row = context.groupIdx; row < n; row += groups) {
            int segment = Lookup.segmentOf(offsets, oo, segments, row);
            int inside = segment >= 0 && segment < segments ? 1 : 0;
            for (int j = context.localIdx; j < d; j += context.localGroupSizeX) {
                float value = 0f;
                if (inside == 1) {
                    value = x.get(xo + row * d + j) + bias.get(bo + segment * d + j);
                }
                y.set(yo + row * d + j, value);
            }
        }
    }

    /** {@code y[s]}: the rows of segment s as a fraction of the rows of all segments; 0 if there are no rows. */
    public static void fractions(KernelContext context, IntArray at, IntArray ints, IntArray offsets, FloatArray y) {
        int p = at.get(0);
        int oo = ints.get(p);
        int yo = ints.get(p + 1);
        int segments = ints.get(p + 2);
        int total = offsets.get(oo + segments) - offsets.get(oo);
        for (int s = context.globalIdx; s < segments; s += context.globalGroupSizeX) {
            float rows = offsets.get(oo + s + 1) - offsets.get(oo + s);
            y.set(yo + s, total == 0 ? 0f : rows / total);
        }
    }
}
