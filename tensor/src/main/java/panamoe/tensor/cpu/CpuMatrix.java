package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;
import static panamoe.tensor.cpu.Engine.ints;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import panamoe.tensor.DType;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.MatrixKernels;
import panamoe.tensor.Tensor;

/** {@link MatrixKernels}: each call becomes a list of {@link Product}s, one per group, that {@link Gemm} runs together. */
interface CpuMatrix extends MatrixKernels, OnEngine {

    @Override
    default void gemm(double alpha, Tensor a, boolean transA, Tensor b, boolean transB, double beta, Tensor c) {
        KernelChecks.gemm(DType.F32, a, transA, b, transB, c);
        int lda = a.shape().columns();
        int ldb = b.shape().columns();
        int m = c.shape().rows();
        int n = c.shape().columns();
        int k = transA ? a.shape().rows() : lda;
        Product product = new Product(
                m,
                n,
                k,
                (float) alpha,
                floats(a),
                a.offset(),
                lda,
                transA,
                floats(b),
                b.offset(),
                ldb,
                transB,
                (float) beta,
                floats(c),
                c.offset(),
                n);
        engine().gemm().run(List.of(product));
    }

    @Override
    default void groupedGemm(Tensor x, Tensor w, boolean transW, Tensor offsets, Tensor y) {
        KernelChecks.groupedGemm(DType.F32, x, w, transW, offsets, y);
        int groups = w.shape().dim(0);
        int d = x.shape().columns();
        int h = y.shape().columns();
        int[] begin = ints(offsets);
        int at = offsets.offset();
        float[] xs = floats(x);
        float[] ws = floats(w);
        float[] ys = floats(y);
        List<Product> products = new ArrayList<>(groups);
        for (int g = 0; g < groups; g++) {
            int row = begin[at + g];
            int rows = begin[at + g + 1] - row;
            if (rows > 0) {
                products.add(new Product(
                        rows,
                        h,
                        d,
                        1,
                        xs,
                        x.offset() + row * d,
                        d,
                        false,
                        ws,
                        w.offset() + g * d * h,
                        transW ? d : h,
                        transW,
                        0,
                        ys,
                        y.offset() + row * h,
                        h));
            }
        }
        engine().gemm().run(products);
        int yo = y.offset();
        Arrays.fill(ys, yo, yo + begin[at] * h, 0);
        Arrays.fill(ys, yo + begin[at + groups] * h, yo + y.size(), 0);
    }

    @Override
    default void groupedGemmWeightGradient(Tensor x, Tensor gy, Tensor offsets, Tensor gw) {
        KernelChecks.groupedGemmWeightGradient(DType.F32, x, gy, offsets, gw);
        int groups = gw.shape().dim(0);
        int d = x.shape().columns();
        int h = gy.shape().columns();
        int[] begin = ints(offsets);
        int at = offsets.offset();
        float[] xs = floats(x);
        float[] gys = floats(gy);
        float[] gws = floats(gw);
        List<Product> products = new ArrayList<>(groups);
        for (int g = 0; g < groups; g++) {
            int row = begin[at + g];
            products.add(new Product(
                    d,
                    h,
                    begin[at + g + 1] - row,
                    1,
                    xs,
                    x.offset() + row * d,
                    d,
                    true,
                    gys,
                    gy.offset() + row * h,
                    h,
                    false,
                    0,
                    gws,
                    gw.offset() + g * d * h,
                    h));
        }
        engine().gemm().run(products);
    }
}
