package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.SegmentKernels;
import panamoe.tensor.Tensor;
import panamoe.tornado.kernels.AttentionCode;
import panamoe.tornado.kernels.AttentionInts.OfDelta;
import panamoe.tornado.kernels.AttentionInts.OfNormalizers;
import panamoe.tornado.kernels.AttentionInts.OfSums;
import panamoe.tornado.kernels.AttentionTiles;

/**
 * Attention of {@link SegmentKernels} as weighted sums over the rows of a segment. The outputs are sums of values. The
 * gradients of queries, keys and values are sums of keys, queries and upstream gradients.
 */
interface TornadoAttention extends SegmentKernels, OnRecorder {

    Kernel ATTENTION_NORMALIZERS = Kernel.of("attentionNormalizers", Kernel.Grid.ITEMS, AttentionCode::normalizers);
    Kernel ATTENTION_NORMALIZERS_TILES =
            Kernel.of("attentionNormalizersTiles", Kernel.Grid.ATTENTION_TILES, AttentionTiles::normalizers);
    Kernel ATTENTION_SUMS = Kernel.of("attentionSums", Kernel.Grid.ITEMS, AttentionCode::weightedSums);
    Kernel ATTENTION_SUMS_TILES =
            Kernel.of("attentionSumsTiles", Kernel.Grid.ATTENTION_TILES, AttentionTiles::weightedSums);
    Kernel ATTENTION_DELTA = Kernel.of("attentionDelta", Kernel.Grid.ITEMS, AttentionCode::delta);

    /** The columns of a matrix from {@code column} on. */
    record Part(Tensor matrix, int column) {
        private int stride() {
            return matrix.shape().columns();
        }
    }

    /**
     * The inputs of scores: {@code qkv[n, 3 d]}, the offsets of its segments, the number of heads, and {@code
     * normalizers[n, 2 heads]}.
     */
    record AttentionScores(Tensor qkv, Tensor offsets, int heads, Tensor normalizers) {}

    /**
     * The weights of a sum over the rows j of row r's segment.
     *
     * @param byQuery true if r is the query and j the key, false the other way round
     * @param gradient true for the gradients of scores, {@code p (left_j right_r - delta) / sqrt(width)}; false for the
     *     probabilities p, which do not depend on left, right and delta
     */
    record SumWeights(boolean byQuery, boolean gradient, Part left, Part right, Tensor delta) {}

    @Override
    default void attention(Tensor qkv, Tensor offsets, int heads, Tensor y, Tensor normalizers) {
        KernelChecks.attention(DType.F32, qkv, offsets, heads, y, normalizers);
        IndexChecks.offsets(
                "attention", recorder().hostInts(offsets), qkv.shape().rows());
        int d = y.shape().columns();
        recorder()
                .call(recorder().tiled() ? ATTENTION_NORMALIZERS_TILES : ATTENTION_NORMALIZERS)
                .in(qkv)
                .in(offsets)
                .out(normalizers)
                .integer(OfNormalizers.ROWS, qkv.shape().rows())
                .integer(OfNormalizers.SEGMENTS, offsets.size() - 1)
                .integer(OfNormalizers.HEADS, heads)
                .integer(OfNormalizers.WIDTH, d / heads)
                .run();
        outputs(new AttentionScores(qkv, offsets, heads, normalizers), y);
    }

    @Override
    default void attentionBackward(Tensor qkv, Tensor normalizers, Tensor gy, Tensor offsets, int heads, Tensor gqkv) {
        KernelChecks.attentionBackward(DType.F32, qkv, normalizers, gy, offsets, heads, gqkv);
        IndexChecks.offsets(
                "attentionBackward", recorder().hostInts(offsets), qkv.shape().rows());
        int n = qkv.shape().rows();
        int d = gy.shape().columns();
        Tensor y = recorder().scratch(DType.F32, n, d);
        Tensor delta = recorder().scratch(DType.F32, n, heads);
        AttentionScores of = new AttentionScores(qkv, offsets, heads, normalizers);
        outputs(of, y);
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
        SumWeights ofQueries = new SumWeights(true, true, values, upstream, delta);
        SumWeights ofKeys = new SumWeights(false, true, upstream, values, delta);
        SumWeights ofValues = new SumWeights(false, false, upstream, values, delta);
        sums(of, ofQueries, keys, new Part(gqkv, 0));
        sums(of, ofKeys, queries, new Part(gqkv, d));
        sums(of, ofValues, upstream, new Part(gqkv, 2 * d));
        recorder().discard(delta);
    }

    private void outputs(AttentionScores of, Tensor y) {
        int d = y.shape().columns();
        Part queries = new Part(of.qkv(), 0);
        Part keys = new Part(of.qkv(), d);
        Part values = new Part(of.qkv(), 2 * d);
        // left, right and delta are not read: any tensors will do
        SumWeights probabilities = new SumWeights(true, false, keys, queries, of.normalizers());
        sums(of, probabilities, values, new Part(y, 0));
    }

    /** {@link AttentionCode#weightedSums}. */
    private void sums(AttentionScores of, SumWeights weights, Part z, Part y) {
        Tensor qkv = of.qkv();
        Part left = weights.left();
        Part right = weights.right();
        Call call = recorder()
                .call(recorder().tiled() ? ATTENTION_SUMS_TILES : ATTENTION_SUMS)
                .in(qkv)
                .in(left.matrix())
                .in(right.matrix())
                .in(z.matrix())
                .in(of.normalizers())
                .in(weights.delta())
                .in(of.offsets());
        int d = qkv.shape().columns() / 3;
        (y.stride() == d ? call.out(y.matrix()) : call.inOut(y.matrix()))
                .integer(OfSums.ROWS, qkv.shape().rows())
                .integer(OfSums.SEGMENTS, of.offsets().size() - 1)
                .integer(OfSums.HEADS, of.heads())
                .integer(OfSums.WIDTH, d / of.heads())
                .integer(OfSums.BY_QUERY, weights.byQuery() ? 1 : 0)
                .integer(OfSums.GRADIENT, weights.gradient() ? 1 : 0)
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
