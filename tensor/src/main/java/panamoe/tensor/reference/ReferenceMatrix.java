package panamoe.tensor.reference;

import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.MatrixKernels;
import panamoe.tensor.Tensor;

/** {@link MatrixKernels} as plain loops in double precision. */
interface ReferenceMatrix extends MatrixKernels {

    @Override
    default void gemm(double alpha, Tensor a, boolean transA, Tensor b, boolean transB, double beta, Tensor c) {
        KernelChecks.gemm(DType.F64, a, transA, b, transB, c);
        Reals left = Reals.of(a);
        Reals right = Reals.of(b);
        Reals out = Reals.of(c);
        int inner = transA ? left.rows() : left.columns();
        for (int i = 0; i < out.rows(); i++) {
            for (int j = 0; j < out.columns(); j++) {
                double sum = 0;
                for (int p = 0; p < inner; p++) {
                    double l = transA ? left.get(p, i) : left.get(i, p);
                    double r = transB ? right.get(j, p) : right.get(p, j);
                    sum += l * r;
                }
                out.set(i, j, beta == 0 ? alpha * sum : alpha * sum + beta * out.get(i, j));
            }
        }
    }

    @Override
    default void groupedGemm(Tensor x, Tensor w, boolean transW, Tensor offsets, Tensor y) {
        KernelChecks.groupedGemm(DType.F64, x, w, transW, offsets, y);
        Ints begins = Ints.of(offsets);
        IndexChecks.offsets("groupedGemm", Ints.host(offsets), x.shape().rows());
        Reals in = Reals.of(x);
        Reals weights = Reals.of(w);
        Reals out = Reals.of(y);
        out.clear();
        int d = in.columns();
        int h = out.columns();
        for (int group = 0; group < begins.size() - 1; group++) {
            for (int row = begins.get(group); row < begins.get(group + 1); row++) {
                for (int j = 0; j < h; j++) {
                    for (int p = 0; p < d; p++) {
                        double weight = transW ? weights.get(group * h + j, p) : weights.get(group * d + p, j);
                        out.add(row, j, in.get(row, p) * weight);
                    }
                }
            }
        }
    }

    @Override
    default void groupedGemmWeightGradient(Tensor x, Tensor gy, Tensor offsets, Tensor gw) {
        KernelChecks.groupedGemmWeightGradient(DType.F64, x, gy, offsets, gw);
        Ints begins = Ints.of(offsets);
        IndexChecks.offsets(
                "groupedGemmWeightGradient", Ints.host(offsets), x.shape().rows());
        Reals in = Reals.of(x);
        Reals upstream = Reals.of(gy);
        Reals out = Reals.of(gw);
        out.clear();
        int d = in.columns();
        for (int group = 0; group < begins.size() - 1; group++) {
            for (int row = begins.get(group); row < begins.get(group + 1); row++) {
                for (int p = 0; p < d; p++) {
                    for (int j = 0; j < out.columns(); j++) {
                        out.add(group * d + p, j, in.get(row, p) * upstream.get(row, j));
                    }
                }
            }
        }
    }
}
