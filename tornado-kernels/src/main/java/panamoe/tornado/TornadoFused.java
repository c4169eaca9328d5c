package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.FusedKernels;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.Tensor;
import panamoe.tornado.kernels.FusedCode;
import panamoe.tornado.kernels.NormalizationCode;

/** {@link FusedKernels} that read each input and write each output once. */
interface TornadoFused extends FusedKernels, TornadoReductions, TornadoRows {

    /** The approximate number of parts of all segments together, enough to fill a GPU. */
    int SEGMENT_PARTS = 1024;

    /** The largest number of parts of one segment. */
    int MAX_SEGMENT_PARTS = 64;

    Kernel BIAS_GELU = Kernel.of("biasGelu", Kernel.Grid.GROUPS, FusedCode::biasGelu);
    Kernel BIAS_GELU_BACKWARD = Kernel.of("biasGeluBackward", Kernel.Grid.ITEMS, FusedCode::biasGeluBackward);
    Kernel SEGMENT_BIAS_GELU = Kernel.of("segmentBiasGelu", Kernel.Grid.GROUPS, FusedCode::segmentBiasGelu);
    Kernel SEGMENT_BIAS_GELU_BACKWARD =
            Kernel.of("segmentBiasGeluBackward", Kernel.Grid.ITEMS, FusedCode::segmentBiasGeluBackward);
    Kernel ADD_LAYER_NORM = Kernel.of("addLayerNorm", Kernel.Grid.GROUPS, NormalizationCode::addLayerNorm)
            .withReals();

    @Override
    default void biasGelu(Tensor x, Tensor bias, Tensor y) {
        KernelChecks.biasGelu(DType.F32, x, bias, y);
        recorder()
                .call(BIAS_GELU)
                .in(x)
                .in(bias)
                .out(y)
                .ints(x.shape().rows(), x.shape().columns())
                .run();
    }

    @Override
    default void biasGeluBackward(Tensor x, Tensor bias, Tensor gy, Tensor gx, Tensor gbias) {
        KernelChecks.biasGeluBackward(DType.F32, x, bias, gy, gx, gbias);
        int rows = x.shape().rows();
        int d = x.shape().columns();
        Parts parts = Parts.ofRows(rows);
        Tensor sums = recorder().scratch(DType.F32, d, parts.count());
        recorder()
                .call(BIAS_GELU_BACKWARD)
                .in(x)
                .in(bias)
                .in(gy)
                .out(gx)
                .out(sums)
                .ints(rows, d, parts.count(), parts.length())
                .run();
        addUp(sums, d, gbias);
    }

    @Override
    default void segmentBiasGelu(Tensor x, Tensor bias, Tensor offsets, Tensor y) {
        KernelChecks.segmentBiasGelu(DType.F32, x, bias, offsets, y);
        IndexChecks.offsets(
                "segmentBiasGelu", recorder().hostInts(offsets), x.shape().rows());
        recorder()
                .call(SEGMENT_BIAS_GELU)
                .in(x)
                .in(bias)
                .in(offsets)
                .out(y)
                .ints(x.shape().rows(), x.shape().columns(), offsets.size() - 1)
                .run();
    }

    @Override
    default void segmentBiasGeluBackward(Tensor x, Tensor bias, Tensor offsets, Tensor gy, Tensor gx, Tensor gbias) {
        KernelChecks.segmentBiasGeluBackward(DType.F32, x, bias, offsets, gy, gx, gbias);
        IndexChecks.offsets(
                "segmentBiasGeluBackward",
                recorder().hostInts(offsets),
                x.shape().rows());
        int d = x.shape().columns();
        int segments = offsets.size() - 1;
        int parts = Math.clamp(SEGMENT_PARTS / Math.max(1, segments), 1, MAX_SEGMENT_PARTS);
        Tensor sums = recorder().scratch(DType.F32, segments, parts, d);
        recorder()
                .call(SEGMENT_BIAS_GELU_BACKWARD)
                .in(x)
                .in(bias)
                .in(offsets)
                .in(gy)
                .out(gx)
                .out(sums)
                .ints(x.shape().rows(), d, segments, parts)
                .run();
        recorder()
                .call(COLUMN_SUMS)
                .in(sums)
                .out(gbias)
                .ints(segments * parts, d, segments, parts, 1, d)
                .run();
        recorder().discard(sums);
    }

    @Override
    default void addLayerNorm(
            Tensor a, Tensor b, Tensor gamma, Tensor beta, double eps, Tensor sum, LayerNormResult out) {
        KernelChecks.addLayerNorm(DType.F32, a, b, gamma, beta, eps, sum, out);
        recorder()
                .call(ADD_LAYER_NORM)
                .in(a)
                .in(b)
                .in(gamma)
                .in(beta)
                .out(sum)
                .out(out.y())
                .out(out.mean())
                .out(out.rstd())
                .ints(a.shape().rows(), a.shape().columns())
                .reals(eps)
                .run();
    }

    @Override
    default void layerNormBackwardAdd(
            Tensor x, Tensor gamma, Tensor mean, Tensor rstd, Tensor gy, LayerNormGradients out) {
        KernelChecks.layerNormBackward(DType.F32, x, gamma, mean, rstd, gy, out);
        recorder()
                .call(LAYER_NORM_INPUT_GRADIENT)
                .in(x)
                .in(gamma)
                .in(mean)
                .in(rstd)
                .in(gy)
                .inOut(out.x())
                .ints(x.shape().rows(), x.shape().columns(), 1)
                .run();
        normalizationParameters(x, mean, rstd, gy, out);
    }
}
