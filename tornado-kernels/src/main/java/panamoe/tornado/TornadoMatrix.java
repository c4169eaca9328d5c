package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.MatrixKernels;
import panamoe.tensor.Tensor;
import panamoe.tornado.kernels.MatrixCode;
import panamoe.tornado.kernels.MatrixTiles;

/**
 * {@link MatrixKernels}: an item computes an element of the result or, on devices with many cores, a group of items
 * computes a tile.
 */
interface TornadoMatrix extends MatrixKernels, OnRecorder {

    /** A result with fewer columns, such as a gate's logits, would leave half of each tile empty or more. */
    int MIN_COLUMNS_OF_TILES = 32;

    Kernel GEMM = Kernel.of("gemm", Kernel.Grid.ITEMS, MatrixCode::gemm).withReals();
    Kernel GEMM_TILES =
            Kernel.of("gemmTiles", Kernel.Grid.TILES, MatrixTiles::gemm).withReals();
    Kernel GROUPED_GEMM = Kernel.of("groupedGemm", Kernel.Grid.ITEMS, MatrixCode::groupedGemm);
    Kernel GROUPED_GEMM_TILES = Kernel.of("groupedGemmTiles", Kernel.Grid.TILES, MatrixTiles::groupedGemm);
    Kernel WEIGHT_GRADIENT = Kernel.of("weightGradient", Kernel.Grid.ITEMS, MatrixCode::groupedGemmWeightGradient);
    Kernel WEIGHT_GRADIENT_TILES =
            Kernel.of("weightGradientTiles", Kernel.Grid.TILES, MatrixTiles::groupedGemmWeightGradient);

    @Override
    default void gemm(double alpha, Tensor a, boolean transA, Tensor b, boolean transB, double beta, Tensor c) {
        KernelChecks.gemm(DType.F32, a, transA, b, transB, c);
        if (recorder().products() == Products.CUBLAS && Cublas.takes(a, transA, b, transB)) {
            Cublas.gemm(recorder(), alpha, a, transA, b, transB, beta, c);
            return;
        }
        int aStride = a.shape().columns();
        int bStride = b.shape().columns();
        int k = transA ? a.shape().rows() : aStride;
        Call call = recorder()
                .call(inTiles(c.shape().columns()) ? GEMM_TILES : GEMM)
                .in(a)
                .in(b);
        (beta == 0 ? call.out(c) : call.inOut(c))
                .ints(
                        c.shape().rows(),
                        c.shape().columns(),
                        k,
                        transA ? 1 : aStride,
                        transA ? aStride : 1,
                        transB ? 1 : bStride,
                        transB ? bStride : 1)
                .reals(alpha, beta)
                .run();
    }

    @Override
    default void groupedGemm(Tensor x, Tensor w, boolean transW, Tensor offsets, Tensor y) {
        KernelChecks.groupedGemm(DType.F32, x, w, transW, offsets, y);
        IndexChecks.offsets(
                "groupedGemm", recorder().hostInts(offsets), x.shape().rows());
        int d = x.shape().columns();
        int h = y.shape().columns();
        recorder()
                .call(inTiles(h) ? GROUPED_GEMM_TILES : GROUPED_GEMM)
                .in(x)
                .in(w)
                .in(offsets)
                .out(y)
                .ints(x.shape().rows(), w.shape().dim(0), d, h, transW ? 1 : h, transW ? d : 1)
                .run();
    }

    @Override
    default void groupedGemmWeightGradient(Tensor x, Tensor gy, Tensor offsets, Tensor gw) {
        KernelChecks.groupedGemmWeightGradient(DType.F32, x, gy, offsets, gw);
        IndexChecks.offsets(
                "groupedGemmWeightGradient",
                recorder().hostInts(offsets),
                x.shape().rows());
        recorder()
                .call(inTiles(gy.shape().columns()) ? WEIGHT_GRADIENT_TILES : WEIGHT_GRADIENT)
                .in(x)
                .in(gy)
                .in(offsets)
                .out(gw)
                .ints(gw.shape().dim(0), x.shape().columns(), gy.shape().columns())
                .run();
    }

    private boolean inTiles(int columns) {
        return recorder().tiled() && columns >= MIN_COLUMNS_OF_TILES;
    }
}
