package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;
import static panamoe.tensor.cpu.Engine.hostInts;
import static panamoe.tensor.cpu.Engine.ints;

import java.util.Arrays;
import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.SegmentKernels;
import panamoe.tensor.Tensor;

/**
 * {@link SegmentKernels}: sums run by segment and block of columns; all others run in chunks of rows and look up the
 * segment of each row.
 */
interface CpuSegments extends SegmentKernels, OnEngine {

    /** Columns per chunk of a segment's sum. */
    int SUM_COLUMNS = 128;

    @Override
    default void segmentSum(Tensor x, Tensor offsets, Tensor y) {
        segmentReduce("segmentSum", x, offsets, y, false);
    }

    @Override
    default void segmentMean(Tensor x, Tensor offsets, Tensor y) {
        segmentReduce("segmentMean", x, offsets, y, true);
    }

    @Override
    default void segmentMeanBackward(Tensor gy, Tensor offsets, Tensor gx) {
        KernelChecks.segmentMeanBackward(DType.F32, gy, offsets, gx);
        IndexChecks.offsets("segmentMeanBackward", hostInts(offsets), gx.shape().rows());
        int d = gx.shape().columns();
        float[] gys = floats(gy);
        float[] gxs = floats(gx);
        int[] begin = ints(offsets);
        int gyo = gy.offset();
        int gxo = gx.offset();
        int at = offsets.offset();
        int count = offsets.size() - 1;
        KernelSet k = engine().kernels();
        engine().rows(gx.shape().rows(), d, (from, length) -> {
            for (int row = from; row < from + length; row++) {
                int s = Segments.containing(begin, at, count, row);
                int to = gxo + row * d;
                if (s < 0 || s == count) {
                    Arrays.fill(gxs, to, to + d, 0);
                } else {
                    float share = 1f / (begin[at + s + 1] - begin[at + s]);
                    k.affine(share, gys, gyo + s * d, 0, gxs, to, d);
                }
            }
        });
    }

    @Override
    default void addSegmentBias(Tensor x, Tensor bias, Tensor offsets, Tensor y) {
        KernelChecks.addSegmentBias(DType.F32, x, bias, offsets, y);
        IndexChecks.offsets("addSegmentBias", hostInts(offsets), x.shape().rows());
        int d = x.shape().columns();
        float[] xs = floats(x);
        float[] bs = floats(bias);
        float[] ys = floats(y);
        int[] begin = ints(offsets);
        int xo = x.offset();
        int bo = bias.offset();
        int yo = y.offset();
        int at = offsets.offset();
        int count = offsets.size() - 1;
        KernelSet k = engine().kernels();
        engine().rows(x.shape().rows(), d, (from, length) -> {
            for (int row = from; row < from + length; row++) {
                int s = Segments.containing(begin, at, count, row);
                int to = yo + row * d;
                if (s < 0 || s == count) {
                    Arrays.fill(ys, to, to + d, 0);
                } else {
                    k.add(xs, xo + row * d, bs, bo + s * d, ys, to, d);
                }
            }
        });
    }

    @Override
    default void segmentFractions(Tensor offsets, Tensor y) {
        KernelChecks.segmentFractions(DType.F32, offsets, y);
        IndexChecks.offsets("segmentFractions", hostInts(offsets), Integer.MAX_VALUE);
        int[] begin = ints(offsets);
        float[] ys = floats(y);
        int at = offsets.offset();
        int total = begin[at + y.size()] - begin[at];
        for (int s = 0; s < y.size(); s++) {
            ys[y.offset() + s] = total == 0 ? 0 : (float) (begin[at + s + 1] - begin[at + s]) / total;
        }
    }

    @Override
    default void attention(Tensor qkv, Tensor offsets, int heads, Tensor y, Tensor normalizers) {
        KernelChecks.attention(DType.F32, qkv, offsets, heads, y, normalizers);
        IndexChecks.offsets("attention", hostInts(offsets), qkv.shape().rows());
        new AttentionForward(engine(), qkv, offsets, heads, y, normalizers).run();
    }

    @Override
    default void attentionBackward(Tensor qkv, Tensor normalizers, Tensor gy, Tensor offsets, int heads, Tensor gqkv) {
        KernelChecks.attentionBackward(DType.F32, qkv, normalizers, gy, offsets, heads, gqkv);
        IndexChecks.offsets("attentionBackward", hostInts(offsets), qkv.shape().rows());
        new AttentionBackward(engine(), qkv, normalizers, gy, offsets, heads, gqkv).run();
    }

    private void segmentReduce(String kernel, Tensor x, Tensor offsets, Tensor y, boolean mean) {
        KernelChecks.segmentReduce(kernel, DType.F32, x, offsets, y);
        IndexChecks.offsets(kernel, hostInts(offsets), x.shape().rows());
        int d = x.shape().columns();
        int segments = offsets.size() - 1;
        float[] xs = floats(x);
        float[] ys = floats(y);
        int[] begin = ints(offsets);
        int xo = x.offset();
        int yo = y.offset();
        int at = offsets.offset();
        int blocks = Engine.chunks(d, SUM_COLUMNS);
        KernelSet k = engine().kernels();
        engine().parallel().run(segments * blocks, job -> {
            int s = job / blocks;
            int column = job % blocks * SUM_COLUMNS;
            int n = Math.min(SUM_COLUMNS, d - column);
            int to = yo + s * d + column;
            Arrays.fill(ys, to, to + n, 0);
            for (int row = begin[at + s]; row < begin[at + s + 1]; row++) {
                k.add(ys, to, xs, xo + row * d + column, ys, to, n);
            }
            int rows = begin[at + s + 1] - begin[at + s];
            if (mean && rows > 0) {
                k.affine(1f / rows, ys, to, 0, ys, to, n);
            }
        });
    }
}
