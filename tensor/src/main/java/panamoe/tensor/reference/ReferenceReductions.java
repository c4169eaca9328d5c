package panamoe.tensor.reference;

import panamoe.tensor.DType;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.ReductionKernels;
import panamoe.tensor.Stretch;
import panamoe.tensor.Tensor;

/** {@link ReductionKernels} as plain loops in double precision. */
interface ReferenceReductions extends ReductionKernels {

    @Override
    default void sumTo(Tensor x, Tensor y) {
        KernelChecks.sumTo(DType.F64, x, y);
        Stretch repeat = Stretch.of(y.shape(), x.shape());
        Reals in = Reals.of(x);
        Reals out = Reals.of(y);
        out.clear();
        for (int i = 0; i < in.size(); i++) {
            int to = i / repeat.inner() % repeat.length();
            out.set(to, out.get(to) + in.get(i));
        }
    }

    @Override
    default void sumSquares(Tensor x, Tensor y) {
        KernelChecks.sumSquares(DType.F64, x, y);
        Reals in = Reals.of(x);
        double sum = 0;
        for (int i = 0; i < in.size(); i++) {
            sum += in.get(i) * in.get(i);
        }
        Reals.of(y).set(0, sum);
    }

    @Override
    default void logSumExp(Tensor x, Tensor y) {
        KernelChecks.logSumExp(DType.F64, x, y);
        Reals in = Reals.of(x);
        Reals out = Reals.of(y);
        for (int row = 0; row < in.rows(); row++) {
            double max = Double.NEGATIVE_INFINITY;
            for (int column = 0; column < in.columns(); column++) {
                max = Math.max(max, in.get(row, column));
            }
            double sum = 0;
            for (int column = 0; column < in.columns(); column++) {
                sum += Math.exp(in.get(row, column) - max);
            }
            out.set(row, Double.isInfinite(max) ? max : max + Math.log(sum));
        }
    }
}
