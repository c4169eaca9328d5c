package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;
import static panamoe.tensor.cpu.Engine.hostInts;
import static panamoe.tensor.cpu.Engine.ints;

import java.util.Arrays;
import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.RowKernels;
import panamoe.tensor.Tensor;

/** {@link RowKernels} in chunks of rows. */
interface CpuRows extends RowKernels, OnEngine {

    @Override
    default void softmax(Tensor x, Tensor y) {
        KernelChecks.softmax(DType.F32, x, y);
        int d = x.shape().columns();
        float[] xs = floats(x);
        float[] ys = floats(y);
        int xo = x.offset();
        int yo = y.offset();
        KernelSet k = engine().kernels();
        engine().rows(x.shape().rows(), d, (from, count) -> {
            for (int row = from; row < from + count; row++) {
                int at = yo + row * d;
                float max = k.max(xs, xo + row * d, d);
                if (Float.isInfinite(max)) {
                    InfiniteScores.softmax(max, xs, xo + row * d, ys, at, d);
                } else {
                    float sum = k.expShifted(1, xs, xo + row * d, max, ys, at, d);
                    k.affine(1 / sum, ys, at, 0, ys, at, d);
                }
            }
        });
    }

    @Override
    default void softmaxBackward(Tensor y, Tensor gy, Tensor gx) {
        KernelChecks.softmaxBackward(DType.F32, y, gy, gx);
        int d = y.shape().columns();
        float[] ys = floats(y);
        float[] gys = floats(gy);
        float[] gxs = floats(gx);
        int yo = y.offset();
        int gyo = gy.offset();
        int gxo = gx.offset();
        KernelSet k = engine().kernels();
        engine().rows(y.shape().rows(), d, (from, count) -> {
            for (int row = from; row < from + count; row++) {
                int at = row * d;
                float dot = k.dot(ys, yo + at, gys, gyo + at, d);
                k.softmaxBackward(1, ys, yo + at, gys, gyo + at, dot, gxs, gxo + at, d);
            }
        });
    }

    @Override
    default void layerNorm(Tensor x, Tensor gamma, Tensor beta, double eps, LayerNormResult out) {
        KernelChecks.layerNorm(DType.F32, x, gamma, beta, eps, out);
        float[] bs = floats(beta);
        float[] ys = floats(out.y());
        int bo = beta.offset();
        int yo = out.y().offset();
        LayerNormalization norm = new LayerNormalization(engine(), x, gamma, out.mean(), out.rstd());
        engine().rows(x.shape().rows(), x.shape().columns(), (from, count) -> {
            for (int row = from; row < from + count; row++) {
                norm.forward(row, bs, bo, eps, ys, yo);
            }
        });
    }

    @Override
    default void layerNormBackward(
            Tensor x, Tensor gamma, Tensor mean, Tensor rstd, Tensor gy, LayerNormGradients out) {
        KernelChecks.layerNormBackward(DType.F32, x, gamma, mean, rstd, gy, out);
        new LayerNormalization(engine(), x, gamma, mean, rstd).backward(gy, false, out);
    }

    @Override
    default void crossEntropy(Tensor logits, Tensor labels, Tensor classes, Tensor losses, Tensor probs) {
        KernelChecks.crossEntropy(DType.F32, logits, labels, classes, losses, probs);
        IndexChecks.crossEntropy(
                hostInts(labels), hostInts(classes), logits.shape().columns());
        int c = logits.shape().columns();
        float[] xs = floats(logits);
        int[] label = ints(labels);
        int[] competing = ints(classes);
        float[] loss = floats(losses);
        float[] ps = floats(probs);
        int xo = logits.offset();
        int po = probs.offset();
        int labelAt = labels.offset();
        int classAt = classes.offset();
        int lossAt = losses.offset();
        KernelSet k = engine().kernels();
        engine().rows(logits.shape().rows(), c, (from, count) -> {
            for (int row = from; row < from + count; row++) {
                int x = xo + row * c;
                int p = po + row * c;
                int n = competing[classAt + row];
                int target = label[labelAt + row];
                float max = k.max(xs, x, n);
                if (Float.isInfinite(max)) {
                    InfiniteScores.softmax(max, xs, x, ps, p, n);
                    loss[lossAt + row] = target < 0 ? 0 : (float) (0 - Math.log(ps[p + target]));
                } else {
                    float sum = k.expShifted(1, xs, x, max, ps, p, n);
                    k.affine(1 / sum, ps, p, 0, ps, p, n);
                    // the difference first: rounding would remove the logarithm from a sum with a large maximum
                    loss[lossAt + row] = target < 0 ? 0 : (float) (Math.log(sum) + ((double) max - xs[x + target]));
                }
                Arrays.fill(ps, p + n, p + c, 0);
            }
        });
    }

    @Override
    default void crossEntropyBackward(Tensor probs, Tensor labels, Tensor gy, Tensor gx) {
        KernelChecks.crossEntropyBackward(DType.F32, probs, labels, gy, gx);
        IndexChecks.crossEntropyBackward(hostInts(labels), probs.shape().columns());
        int c = probs.shape().columns();
        float[] ps = floats(probs);
        int[] label = ints(labels);
        float[] gys = floats(gy);
        float[] gxs = floats(gx);
        int po = probs.offset();
        int labelAt = labels.offset();
        int gyo = gy.offset();
        int gxo = gx.offset();
        KernelSet k = engine().kernels();
        engine().rows(probs.shape().rows(), c, (from, count) -> {
            for (int row = from; row < from + count; row++) {
                int target = label[labelAt + row];
                int at = gxo + row * c;
                if (target < 0) {
                    Arrays.fill(gxs, at, at + c, 0);
                } else {
                    float g = gys[gyo + row];
                    k.affine(g, ps, po + row * c, 0, gxs, at, c);
                    gxs[at + target] -= g;
                }
            }
        });
    }
}
