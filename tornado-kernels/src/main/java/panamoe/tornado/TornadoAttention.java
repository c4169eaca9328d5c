package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.SegmentKernels;
import panamoe.tensor.Tensor;
import panamoe.tornado.kernels.AttentionCode;
import panamoe.tornado.kernels.AttentionInts.OfDelta;
import panamoe.tornado.kernels.AttentionInts.OfLogSumExp;
import panamoe.tornado.kernels.AttentionInts.OfSums;
import panamoe.tornado.kernels.AttentionTiles;

/**
 * Attention of {@link SegmentKernels} as weighted sums: the outputs are sums of values, the gradients of queries, keys and
 * values are sums of keys, queries and upstream gradients, each over the rows of the segment.
 */
interface TornadoAttention extends SegmentKernels, OnRecorder {

    Kernel ATTENTION_LOG_SUM_EXP = Kernel.of("attentionLogSumExp", Kernel.Grid.ITEMS, AttentionCode::logSumExp);
    Kernel ATTENTION_LOG_SUM_EXP_TILES =
            Kernel.of("attentionLogSumExpTiles", Kernel.Grid.TILES, AttentionTiles::logSumExp);
    Kernel ATTENTION_SUMS = Kernel.of("attentionSums", Kernel.Grid.ITEMS, AttentionCode::weightedSums);
    Kernel ATTENTION_SUMS_TILES = Kernel.of("attentionSumsTiles", Kernel.Grid.TILES, AttentionTiles::weightedSums);
    Kernel ATTENTION_DELTA = Kernel.of("attentionDelta", Kernel.Grid.ITEMS, AttentionCode::delta);

    /** A matrix and which of its columns are meant: those from {@code column} on. */
    record Part(Tensor matrix, int column) {
        private int stride() {
            return matrix.shape().columns();
        }
    }

    @Override
    default void attention(Tensor qkv, Tensor offsets, int heads, Tensor y, Tensor logSumExp) {
        KernelChecks.attention(DType.F32, qkv, offsets, heads, y, logSumExp);
        int d = y.shape().columns();
        recorder()
                .call(recorder().tiled() ? ATTENTION_LOG_SUM_EXP_TILES : ATTENTION_LOG_SUM_EXP)
                .in(qkv)
                .in(offsets)
                .out(logSumExp)
                .integer(OfLogSumExp.ROWS, qkv.shape().rows())
                .integer(OfLogSumExp.SEGMENTS, offsets.size() - 1)
                .integer(OfLogSumExp.HEADS, heads)
                .integer(OfLogSumExp.WIDTH, d / heads)
                .run();
        outputs(qkv, offsets, heads, logSumExp, y);
    }

    @Override
    default void attentionBackward(Tensor qkv, Tensor logSumExp, Tensor gy, Tensor offsets, int heads, Tensor gqkv) {
        KernelChecks.attentionBackward(DType.F32, qkv, logSumExp, gy, offsets, heads, gqkv);
        int n = qkv.shape().rows();
        int d = gy.shape().columns();
        Tensor y = recorder().scratch(DType.F32, n, d);
        Tensor delta = recorder().scratch(DType.F32, n, heads);
        outputs(qkv, offsets, heads, logSumExp, y);
        recorder()
                .call(ATTENTION_DELTA)
                .in(gy)
                .in(y)
                .in(offsets)
                .out(delta)
                .integer(OfDelta.ROWS, n)
                .integer(OfDelta.SEGMENTS, offsets.size() - 1)
                .integer(OfDelta.HEADS, heads)
                .integer(OfDelta.WIDTH, d / heads)
                .run();
        recorder().discard(y);
        Part queries = new Part(qkv, 0);
        Part keys = new Part(qkv, d);
        Part values = new Part(qkv, 2 * d);
        Part upstream = new Part(gy, 0);
        sums(qkv, offsets, heads, logSumExp, delta, true, true, values, upstream, keys, new Part(gqkv, 0));
        sums(qkv, offsets, heads, logSumExp, delta, false, true, upstream, values, queries, new Part(gqkv, d));
        sums(qkv, offsets, heads, logSumExp, delta, false, false, upstream, values, upstream, new Part(gqkv, 2 * d));
        recorder().discard(delta);
    }

    private void outputs(Tensor qkv, Tensor offsets, int heads, Tensor logSumExp, Tensor y) {
        Part queries = new Part(qkv, 0);
        Part keys = new Part(qkv, y.shape().columns());
        Part values = new Part(qkv, 2 * y.shape().columns());
        // without gradient, left, right and delta are not read
        sums(qkv, offsets, heads, logSumExp, logSumExp, true, false, keys, queries, values, new Part(y, 0));
    }

    /** {@link AttentionCode#weightedSums}. */
    private void sums(
            Tensor qkv,
            Tensor offsets,
            int heads,
            Tensor logSumExp,
            Tensor delta,
            boolean byQuery,
            boolean gradient,
            Part left,
            Part right,
            Part z,
            Part y) {
        Call call = recorder()
                .call(recorder().tiled() ? ATTENTION_SUMS_TILES : ATTENTION_SUMS)
                .in(qkv)
                .in(left.matrix())
                .in(right.matrix())
                .in(z.matrix())
                .in(logSumExp)
                .in(delta)
                .in(offsets);
        int d = qkv.shape().columns() / 3;
        (y.stride() == d ? call.out(y.matrix()) : call.inOut(y.matrix()))
                .integer(OfSums.ROWS, qkv.shape().rows())
                .integer(OfSums.SEGMENTS, offsets.size() - 1)
                .integer(OfSums.HEADS, heads)
                .integer(OfSums.WIDTH, d / heads)
                .integer(OfSums.BY_QUERY, byQuery ? 1 : 0)
                .integer(OfSums.GRADIENT, gradient ? 1 : 0)
                .integer(OfSums.LEFT_COLUMN, left.column())
                .integer(OfSums.LEFT_STRIDE, left.stride())
                .integer(OfSums.RIGHT_COLUMN, right.column())
                .integer(OfSums.RIGHT_STRIDE, right.stride())
                .integer(OfSums.Z_COLUMN, z.column())
                .integer(OfSums.Z_STRIDE, z.stride())
                .integer(OfSums.Y_COLUMN, y.column())
                .integer(OfSums.Y_STRIDE, y.stride())
                .run();
    }
}
