package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;

import java.util.Arrays;
import panamoe.tensor.DType;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.ReductionKernels;
import panamoe.tensor.Stretch;
import panamoe.tensor.Tensor;

/** {@link ReductionKernels}: partial sums of fixed chunks, added in order. */
interface CpuReductions extends ReductionKernels, OnEngine {

    @Override
    default void sumTo(Tensor x, Tensor y) {
        KernelChecks.sumTo(DType.F32, x, y);
        Stretch stretch = Stretch.of(y.shape(), x.shape());
        if (x.size() == 0) {
            Arrays.fill(floats(y), y.offset(), y.offset() + y.size(), 0);
        } else if (stretch.length() == 1) {
            floats(y)[y.offset()] = (float) Totals.sum(engine(), x);
        } else if (stretch.inner() == 1) {
            columnSums(x, stretch.length(), y);
        } else {
            innerSums(x, stretch, y);
        }
    }

    @Override
    default void sumSquares(Tensor x, Tensor y) {
        KernelChecks.sumSquares(DType.F32, x, y);
        floats(y)[y.offset()] = (float) Totals.squares(engine(), x);
    }

    @Override
    default void logSumExp(Tensor x, Tensor y) {
        KernelChecks.logSumExp(DType.F32, x, y);
        int d = x.shape().columns();
        float[] xs = floats(x);
        float[] ys = floats(y);
        int xo = x.offset();
        int yo = y.offset();
        KernelSet k = engine().kernels();
        engine().rows(x.shape().rows(), d, (from, count) -> {
            for (int row = from; row < from + count; row++) {
                float max = k.max(xs, xo + row * d, d);
                // an infinite maximum minus itself would be NaN
                ys[yo + row] =
                        Float.isInfinite(max) ? max : max + (float) Math.log(k.sumExpShifted(xs, xo + row * d, max, d));
            }
        });
    }

    /** {@code y[d] = sum of the rows of x[n, d]}. */
    private void columnSums(Tensor x, int d, Tensor y) {
        float[] xs = floats(x);
        int xo = x.offset();
        KernelSet k = engine().kernels();
        new ColumnSums(engine(), x.size() / d, d)
                .run(
                        (from, count, sums, so) -> {
                            for (int row = from; row < from + count; row++) {
                                k.add(sums, so, xs, xo + row * d, sums, so, d);
                            }
                        },
                        floats(y),
                        y.offset());
    }

    /** {@code y[j] = sum of x[o, j, i]} over o and i. */
    private void innerSums(Tensor x, Stretch stretch, Tensor y) {
        int inner = stretch.inner();
        int length = stretch.length();
        int outer = x.size() / (inner * length);
        float[] xs = floats(x);
        float[] ys = floats(y);
        int xo = x.offset();
        int yo = y.offset();
        KernelSet k = engine().kernels();
        engine().rows(length, outer * inner, (from, count) -> {
            for (int j = from; j < from + count; j++) {
                double sum = 0;
                for (int o = 0; o < outer; o++) {
                    sum += k.sum(xs, xo + (o * length + j) * inner, inner);
                }
                ys[yo + j] = (float) sum;
            }
        });
    }
}
