package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;
import static panamoe.tensor.cpu.Engine.hostInts;
import static panamoe.tensor.cpu.Engine.ints;

import java.util.Arrays;
import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.MatrixKernels;
import panamoe.tensor.Tensor;

/** {@link MatrixKernels}: each call is one {@link Product} that {@link Gemm} runs. */
interface CpuMatrix extends MatrixKernels, OnEngine {

    @Override
    default void gemm(double alpha, Tensor a, boolean transA, Tensor b, boolean transB, double beta, Tensor c) {
        KernelChecks.gemm(DType.F32, a, transA, b, transB, c);
        int lda = a.shape().columns();
        int ldb = b.shape().columns();
        int n = c.shape().columns();
        engine().gemm()
                .run(Product.one(c.shape().rows(), n, transA ? a.shape().rows() : lda)
                        .a(floats(a), a.offset(), lda, transA)
                        .b(floats(b), b.offset(), ldb, transB)
                        .c(floats(c), c.offset(), n)
                        .scaled((float) alpha, (float) beta));
    }

    @Override
    default void groupedGemm(Tensor x, Tensor w, boolean transW, Tensor offsets, Tensor y) {
        KernelChecks.groupedGemm(DType.F32, x, w, transW, offsets, y);
        IndexChecks.offsets("groupedGemm", hostInts(offsets), x.shape().rows());
        int groups = w.shape().dim(0);
        int d = x.shape().columns();
        int h = y.shape().columns();
        int[] begin = ints(offsets);
        int at = offsets.offset();
        float[] ys = floats(y);
        int yo = y.offset();
        engine().gemm()
                .run(Product.byRows(groups, begin, at, h, d)
                        .a(floats(x), x.offset(), d, false)
                        .b(floats(w), w.offset(), transW ? d : h, transW)
                        .c(ys, yo, h));
        Arrays.fill(ys, yo, yo + begin[at] * h, 0);
        Arrays.fill(ys, yo + begin[at + groups] * h, yo + y.size(), 0);
    }

    @Override
    default void groupedGemmWeightGradient(Tensor x, Tensor gy, Tensor offsets, Tensor gw) {
        KernelChecks.groupedGemmWeightGradient(DType.F32, x, gy, offsets, gw);
        IndexChecks.offsets(
                "groupedGemmWeightGradient", hostInts(offsets), x.shape().rows());
        int d = x.shape().columns();
        int h = gy.shape().columns();
        engine().gemm()
                .run(Product.byDepth(gw.shape().dim(0), ints(offsets), offsets.offset(), d, h)
                        .a(floats(x), x.offset(), d, true)
                        .b(floats(gy), gy.offset(), h, false)
                        .c(floats(gw), gw.offset(), h));
    }
}
