package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;
import static panamoe.tensor.cpu.Engine.hostInts;
import static panamoe.tensor.cpu.Engine.ints;

import panamoe.tensor.DType;
import panamoe.tensor.FusedKernels;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.Tensor;

/** {@link FusedKernels} that read each input and write each output once. */
interface CpuFused extends FusedKernels, OnEngine {

    @Override
    default void biasGelu(Tensor x, Tensor bias, Tensor y) {
        KernelChecks.biasGelu(DType.F32, x, bias, y);
        oneSegment(x, bias).forward(y);
    }

    @Override
    default void biasGeluBackward(Tensor x, Tensor bias, Tensor gy, Tensor gx, Tensor gbias) {
        KernelChecks.biasGeluBackward(DType.F32, x, bias, gy, gx, gbias);
        oneSegment(x, bias).backward(gy, gx, gbias);
    }

    @Override
    default void segmentBiasGelu(Tensor x, Tensor bias, Tensor offsets, Tensor y) {
        KernelChecks.segmentBiasGelu(DType.F32, x, bias, offsets, y);
        IndexChecks.offsets("segmentBiasGelu", hostInts(offsets), x.shape().rows());
        bySegment(x, bias, offsets).forward(y);
    }

    @Override
    default void segmentBiasGeluBackward(Tensor x, Tensor bias, Tensor offsets, Tensor gy, Tensor gx, Tensor gbias) {
        KernelChecks.segmentBiasGeluBackward(DType.F32, x, bias, offsets, gy, gx, gbias);
        IndexChecks.offsets(
                "segmentBiasGeluBackward", hostInts(offsets), x.shape().rows());
        bySegment(x, bias, offsets).backward(gy, gx, gbias);
    }

    @Override
    default void addLayerNorm(
            Tensor a, Tensor b, Tensor gamma, Tensor beta, double eps, Tensor sum, LayerNormResult out) {
        KernelChecks.addLayerNorm(DType.F32, a, b, gamma, beta, eps, sum, out);
        int d = a.shape().columns();
        float[] as = floats(a);
        float[] bs = floats(b);
        float[] sums = floats(sum);
        float[] betas = floats(beta);
        float[] ys = floats(out.y());
        int ao = a.offset();
        int bo = b.offset();
        int so = sum.offset();
        int betaAt = beta.offset();
        int yo = out.y().offset();
        KernelSet k = engine().kernels();
        LayerNormalization norm = new LayerNormalization(engine(), sum, gamma, out.mean(), out.rstd());
        engine().rows(a.shape().rows(), d, (from, count) -> {
            for (int row = from; row < from + count; row++) {
                k.add(as, ao + row * d, bs, bo + row * d, sums, so + row * d, d);
                norm.forward(row, betas, betaAt, eps, ys, yo);
            }
        });
    }

    @Override
    default void layerNormBackwardAdd(
            Tensor x, Tensor gamma, Tensor mean, Tensor rstd, Tensor gy, LayerNormGradients out) {
        KernelChecks.layerNormBackward(DType.F32, x, gamma, mean, rstd, gy, out);
        new LayerNormalization(engine(), x, gamma, mean, rstd).backward(gy, true, out);
    }

    private BiasGelu oneSegment(Tensor x, Tensor bias) {
        return new BiasGelu(engine(), x, bias, new int[] {0, x.shape().rows()}, 0, 1);
    }

    private BiasGelu bySegment(Tensor x, Tensor bias, Tensor offsets) {
        return new BiasGelu(engine(), x, bias, ints(offsets), offsets.offset(), offsets.size() - 1);
    }
}
