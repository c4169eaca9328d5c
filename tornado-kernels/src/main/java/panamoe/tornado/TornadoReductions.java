package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.ReductionKernels;
import panamoe.tensor.Stretch;
import panamoe.tensor.Tensor;
import panamoe.tornado.kernels.ReductionCode;
import panamoe.tornado.kernels.RowCode;

/** {@link ReductionKernels}: the sum of each of the {@link Parts}, then the sum of those. */
interface TornadoReductions extends ReductionKernels, OnRecorder {

    Kernel SUMS = Kernel.of("sums", Kernel.Grid.GROUPS, ReductionCode::sums);
    Kernel SUMS_OF_SQUARES = Kernel.of("sumsOfSquares", Kernel.Grid.GROUPS, ReductionCode::sumsOfSquares);
    Kernel COLUMN_SUMS = Kernel.of("columnSums", Kernel.Grid.ITEMS, ReductionCode::columnSums);
    Kernel LOG_SUM_EXP = Kernel.of("logSumExp", Kernel.Grid.GROUPS, RowCode::logSumExp);

    @Override
    default void sumTo(Tensor x, Tensor y) {
        KernelChecks.sumTo(DType.F32, x, y);
        Stretch stretch = Stretch.of(y.shape(), x.shape());
        int length = stretch.length();
        int inner = stretch.inner();
        if (length == 1) {
            total(x, y);
        } else if (inner == 1) {
            columnSums(x, length, y);
        } else {
            int outer = x.size() / Math.max(1, length * inner);
            recorder()
                    .call(SUMS)
                    .in(x)
                    .out(y)
                    .ints(outer, length, inner, x.size())
                    .run();
        }
    }

    @Override
    default void sumSquares(Tensor x, Tensor y) {
        KernelChecks.sumSquares(DType.F32, x, y);
        Parts parts = Parts.ofElements(x.size());
        Tensor sums = recorder().scratch(DType.F32, parts.count());
        recorder()
                .call(SUMS_OF_SQUARES)
                .in(x)
                .out(sums)
                .ints(parts.count(), parts.length(), x.size())
                .run();
        addUp(sums, 1, y);
    }

    @Override
    default void logSumExp(Tensor x, Tensor y) {
        KernelChecks.logSumExp(DType.F32, x, y);
        recorder()
                .call(LOG_SUM_EXP)
                .in(x)
                .out(y)
                .ints(x.shape().rows(), x.shape().columns())
                .run();
    }

    private void total(Tensor x, Tensor y) {
        Parts parts = Parts.ofElements(x.size());
        Tensor sums = recorder().scratch(DType.F32, parts.count());
        recorder()
                .call(SUMS)
                .in(x)
                .out(sums)
                .ints(1, parts.count(), parts.length(), x.size())
                .run();
        addUp(sums, 1, y);
    }

    private void columnSums(Tensor x, int d, Tensor y) {
        int rows = x.size() / Math.max(1, d);
        Parts parts = Parts.ofRows(rows);
        Tensor sums = recorder().scratch(DType.F32, d, parts.count());
        recorder()
                .call(COLUMN_SUMS)
                .in(x)
                .out(sums)
                .ints(rows, d, parts.count(), parts.length(), parts.count(), 1)
                .run();
        addUp(sums, d, y);
    }

    /** {@code y[j]} is the sum of row j of {@code sums[length, parts]}. Discards {@code sums}. */
    default void addUp(Tensor sums, int length, Tensor y) {
        int inner = sums.size() / Math.max(1, length);
        recorder()
                .call(SUMS)
                .in(sums)
                .out(y)
                .ints(1, length, inner, sums.size())
                .run();
        recorder().discard(sums);
    }
}
