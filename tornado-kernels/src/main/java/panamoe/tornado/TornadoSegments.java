package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.SegmentKernels;
import panamoe.tensor.Tensor;
import panamoe.tornado.kernels.SegmentBlocks;
import panamoe.tornado.kernels.SegmentCode;

/**
 * {@link SegmentKernels} except attention. The rows of a segment are summed in blocks, so that many items share a long
 * segment.
 */
interface TornadoSegments extends SegmentKernels, OnRecorder {

    Kernel SUM_BLOCKS = Kernel.of("sumBlocks", Kernel.Grid.GROUPS, SegmentCode::sumBlocks);
    Kernel ADD_BLOCKS = Kernel.of("addBlocks", Kernel.Grid.ITEMS, SegmentCode::addBlocks);
    Kernel SEGMENT_MEAN_BACKWARD = Kernel.of("segmentMeanBackward", Kernel.Grid.GROUPS, SegmentCode::meanBackward);
    Kernel ADD_SEGMENT_BIAS = Kernel.of("addSegmentBias", Kernel.Grid.GROUPS, SegmentCode::addBias);
    Kernel SEGMENT_FRACTIONS = Kernel.of("segmentFractions", Kernel.Grid.ITEMS, SegmentCode::fractions);

    @Override
    default void segmentSum(Tensor x, Tensor offsets, Tensor y) {
        KernelChecks.segmentReduce("segmentSum", DType.F32, x, offsets, y);
        IndexChecks.offsets(
                "segmentSum", recorder().hostInts(offsets), x.shape().rows());
        sumSegments(x, offsets, y, 0);
    }

    @Override
    default void segmentMean(Tensor x, Tensor offsets, Tensor y) {
        KernelChecks.segmentReduce("segmentMean", DType.F32, x, offsets, y);
        IndexChecks.offsets(
                "segmentMean", recorder().hostInts(offsets), x.shape().rows());
        sumSegments(x, offsets, y, 1);
    }

    @Override
    default void segmentMeanBackward(Tensor gy, Tensor offsets, Tensor gx) {
        KernelChecks.segmentMeanBackward(DType.F32, gy, offsets, gx);
        IndexChecks.offsets(
                "segmentMeanBackward", recorder().hostInts(offsets), gx.shape().rows());
        recorder()
                .call(SEGMENT_MEAN_BACKWARD)
                .in(gy)
                .in(offsets)
                .out(gx)
                .ints(gx.shape().rows(), offsets.size() - 1, gx.shape().columns())
                .run();
    }

    @Override
    default void addSegmentBias(Tensor x, Tensor bias, Tensor offsets, Tensor y) {
        KernelChecks.addSegmentBias(DType.F32, x, bias, offsets, y);
        IndexChecks.offsets(
                "addSegmentBias", recorder().hostInts(offsets), x.shape().rows());
        recorder()
                .call(ADD_SEGMENT_BIAS)
                .in(x)
                .in(bias)
                .in(offsets)
                .out(y)
                .ints(x.shape().rows(), offsets.size() - 1, x.shape().columns())
                .run();
    }

    @Override
    default void segmentFractions(Tensor offsets, Tensor y) {
        KernelChecks.segmentFractions(DType.F32, offsets, y);
        IndexChecks.offsets("segmentFractions", recorder().hostInts(offsets), Integer.MAX_VALUE);
        recorder().call(SEGMENT_FRACTIONS).in(offsets).out(y).ints(y.size()).run();
    }

    private void sumSegments(Tensor x, Tensor offsets, Tensor y, int mean) {
        int segments = offsets.size() - 1;
        int d = x.shape().columns();
        int blocks = SegmentBlocks.count(x.shape().rows(), segments, SegmentCode.BLOCK);
        Tensor partial = recorder().scratch(DType.F32, blocks, d);
        recorder()
                .call(SUM_BLOCKS)
                .in(x)
                .in(offsets)
                .out(partial)
                .ints(blocks, segments, d)
                .run();
        recorder()
                .call(ADD_BLOCKS)
                .in(partial)
                .in(offsets)
                .out(y)
                .ints(segments, d, mean)
                .run();
        recorder().discard(partial);
    }
}
