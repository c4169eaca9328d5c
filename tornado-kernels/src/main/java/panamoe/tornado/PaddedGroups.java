package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.Tensor;
import panamoe.tornado.kernels.PaddedTiles;

/**
 * Grouped products by way of a batch of products of one size, since what multiplies fastest takes no other: the host
 * knows the number of rows, but only the device how many each group has. Each group has room for twice the mean. The rows
 * are copied there, with zeros behind them, and the results back; the rows for which there is no room are multiplied by
 * tiles. So every row counts, whatever the groups are.
 */
final class PaddedGroups {

    /** {@code c[g] = op(a[g]) op(b[g])}; {@code op} transposes where the flag says so. */
    @FunctionalInterface
    interface Batch {
        /**
         * Records the products.
         *
         * @param a {@code [groups, m, k]}, or {@code [groups, k, m]} if transposed; it begins its buffer
         * @param b {@code [groups, k, n]}, or {@code [groups, n, k]} if transposed
         * @param c {@code [groups, m, n]}; it begins its buffer
         */
        void multiply(Recorder recorder, Tensor a, boolean transA, Tensor b, boolean transB, Tensor c);
    }

    private static final Kernel GROUPED_GEMM_REST =
            Kernel.of("groupedGemmRest", Kernel.Grid.TILES, PaddedTiles::groupedGemmRest);
    private static final Kernel WEIGHT_GRADIENT_REST =
            Kernel.of("weightGradientRest", Kernel.Grid.TILES, PaddedTiles::weightGradientRest);

    /**
     * A product of fewer rows a group, or of narrower rows, is mostly copies: of weights, which each row shares the cost
     * of, or of rows.
     */
    private static final int LEAST_SIDE = 128;

    /**
     * Multiplications without the padding. Tiles at 25 TFLOP/s take .34 ms for so many; the three launches more are .05 ms
     * at the most.
     */
    private static final long LEAST_WORK = 1L << 32;

    /** The operands, the batch and the rest. */
    private static final int MOST_CALLS = 4;

    private PaddedGroups() {}

    /** True if padding costs less than it saves, and arrays can have so many elements. */
    static boolean pays(int rows, int groups, int d, int h) {
        return groups > 0
                && Math.min(rows / groups, Math.min(d, h)) >= LEAST_SIDE
                && (long) rows * d * h >= LEAST_WORK
                && (long) groups * room(rows, groups) * Math.max(d, h) <= Integer.MAX_VALUE;
    }

    /** The rows that a padded group has: part of a plan, so there are few different numbers; whole tiles. */
    static int room(int rows, int groups) {
        return Cublas.rounded((int) Math.max(1, Math.min(rows, Math.ceilDiv(2L * rows, groups))));
    }

    /** As {@link panamoe.tensor.MatrixKernels#groupedGemm}, of at least one group and column. */
    static void groupedGemm(
            Recorder recorder, Batch batch, Tensor x, Tensor w, boolean transW, Tensor offsets, Tensor y) {
        recorder.makeRoom(MOST_CALLS);
        int groups = offsets.size() - 1;
        int n = x.shape().rows();
        int d = x.shape().columns();
        int h = y.shape().columns();
        int room = room(n, groups);
        Tensor products = recorder.scratch(DType.F32, groups, room, h);
        batch.multiply(recorder, recorder.paddedRows().shared(x, offsets, room), false, w, transW, products);
        recorder.call(GROUPED_GEMM_REST)
                .in(x)
                .in(w)
                .in(offsets)
                .in(products)
                .out(y)
                .ints(n, groups, d, h, transW ? 1 : h, transW ? d : 1, room)
                .run();
        recorder.discard(products);
    }

    /** As {@link panamoe.tensor.MatrixKernels#groupedGemmWeightGradient}, of at least one group and column. */
    static void weightGradient(Recorder recorder, Batch batch, Tensor x, Tensor gy, Tensor offsets, Tensor gw) {
        recorder.makeRoom(MOST_CALLS);
        int groups = offsets.size() - 1;
        int d = x.shape().columns();
        int h = gy.shape().columns();
        int room = room(x.shape().rows(), groups);
        Tensor sums = recorder.scratch(DType.F32, groups, d, h);
        Tensor paddedX = recorder.paddedRows().own(x, offsets, room);
        Tensor paddedGy = recorder.paddedRows().own(gy, offsets, room);
        batch.multiply(recorder, paddedX, true, paddedGy, false, sums);
        recorder.discard(paddedX);
        recorder.discard(paddedGy);
        recorder.call(WEIGHT_GRADIENT_REST)
                .in(x)
                .in(gy)
                .in(offsets)
                .in(sums)
                .out(gw)
                .ints(groups, d, h, room)
                .run();
        recorder.discard(sums);
    }
}
