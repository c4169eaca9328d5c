package panamoe.tensor.reference;

import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.SegmentKernels;
import panamoe.tensor.Tensor;

/** {@link SegmentKernels} except attention, as plain loops in double precision. */
interface ReferenceSegments extends SegmentKernels {

    @Override
    default void segmentSum(Tensor x, Tensor offsets, Tensor y) {
        KernelChecks.segmentReduce("segmentSum", DType.F64, x, offsets, y);
        sumRows("segmentSum", x, offsets, y);
    }

    @Override
    default void segmentMean(Tensor x, Tensor offsets, Tensor y) {
        KernelChecks.segmentReduce("segmentMean", DType.F64, x, offsets, y);
        sumRows("segmentMean", x, offsets, y);
        Ints begins = Ints.of(offsets);
        Reals out = Reals.of(y);
        for (int segment = 0; segment < out.rows(); segment++) {
            int rows = begins.get(segment + 1) - begins.get(segment);
            for (int column = 0; column < out.columns() && rows > 0; column++) {
                out.set(segment, column, out.get(segment, column) / rows);
            }
        }
    }

    @Override
    default void segmentMeanBackward(Tensor gy, Tensor offsets, Tensor gx) {
        KernelChecks.segmentMeanBackward(DType.F64, gy, offsets, gx);
        Ints begins = Ints.of(offsets);
        IndexChecks.offsets(
                "segmentMeanBackward", Ints.host(offsets), gx.shape().rows());
        Reals upstream = Reals.of(gy);
        Reals out = Reals.of(gx);
        out.clear();
        for (int segment = 0; segment < upstream.rows(); segment++) {
            int rows = begins.get(segment + 1) - begins.get(segment);
            for (int row = begins.get(segment); row < begins.get(segment + 1); row++) {
                for (int column = 0; column < out.columns(); column++) {
                    out.set(row, column, upstream.get(segment, column) / rows);
                }
            }
        }
    }

    @Override
    default void addSegmentBias(Tensor x, Tensor bias, Tensor offsets, Tensor y) {
        KernelChecks.addSegmentBias(DType.F64, x, bias, offsets, y);
        Ints begins = Ints.of(offsets);
        IndexChecks.offsets("addSegmentBias", Ints.host(offsets), x.shape().rows());
        Reals in = Reals.of(x);
        Reals shift = Reals.of(bias);
        Reals out = Reals.of(y);
        out.clear();
        for (int segment = 0; segment < shift.rows(); segment++) {
            for (int row = begins.get(segment); row < begins.get(segment + 1); row++) {
                for (int column = 0; column < out.columns(); column++) {
                    out.set(row, column, in.get(row, column) + shift.get(segment, column));
                }
            }
        }
    }

    @Override
    default void segmentFractions(Tensor offsets, Tensor y) {
        KernelChecks.segmentFractions(DType.F64, offsets, y);
        Ints begins = Ints.of(offsets);
        IndexChecks.offsets("segmentFractions", Ints.host(offsets), Integer.MAX_VALUE);
        Reals out = Reals.of(y);
        int rows = begins.get(out.size()) - begins.get(0);
        for (int segment = 0; segment < out.size(); segment++) {
            double own = begins.get(segment + 1) - begins.get(segment);
            out.set(segment, rows == 0 ? 0 : own / rows);
        }
    }

    private static void sumRows(String kernel, Tensor x, Tensor offsets, Tensor y) {
        Ints begins = Ints.of(offsets);
        IndexChecks.offsets(kernel, Ints.host(offsets), x.shape().rows());
        Reals in = Reals.of(x);
        Reals out = Reals.of(y);
        out.clear();
        for (int segment = 0; segment < begins.size() - 1; segment++) {
            for (int row = begins.get(segment); row < begins.get(segment + 1); row++) {
                for (int column = 0; column < in.columns(); column++) {
                    out.add(segment, column, in.get(row, column));
                }
            }
        }
    }
}
