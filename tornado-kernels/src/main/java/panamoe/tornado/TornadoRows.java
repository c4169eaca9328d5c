package panamoe.tornado;

import panamoe.tensor.DType;
import panamoe.tensor.IndexChecks;
import panamoe.tensor.KernelChecks;
import panamoe.tensor.RowKernels;
import panamoe.tensor.Tensor;
import panamoe.tornado.kernels.NormalizationCode;
import panamoe.tornado.kernels.RowCode;

/** {@link RowKernels}: a group of items computes a row, and its items share the columns. */
interface TornadoRows extends RowKernels, OnRecorder {

    Kernel SOFTMAX = Kernel.of("softmax", Kernel.Grid.GROUPS, RowCode::softmax);
    Kernel SOFTMAX_BACKWARD = Kernel.of("softmaxBackward", Kernel.Grid.GROUPS, RowCode::softmaxBackward);
    Kernel CROSS_ENTROPY = Kernel.of("crossEntropy", Kernel.Grid.GROUPS, RowCode::crossEntropy);
    Kernel CROSS_ENTROPY_BACKWARD =
            Kernel.of("crossEntropyBackward", Kernel.Grid.GROUPS, RowCode::crossEntropyBackward);
    Kernel LAYER_NORM = Kernel.of("layerNorm", Kernel.Grid.GROUPS, NormalizationCode::layerNorm)
            .withReals();
    Kernel LAYER_NORM_INPUT_GRADIENT =
            Kernel.of("layerNormInputGradient", Kernel.Grid.GROUPS, NormalizationCode::inputGradient);
    Kernel LAYER_NORM_PARAMETER_PARTS =
            Kernel.of("layerNormParameterParts", Kernel.Grid.ITEMS, NormalizationCode::parameterParts);
    Kernel LAYER_NORM_PARAMETER_GRADIENTS =
            Kernel.of("layerNormParameterGradients", Kernel.Grid.GROUPS, NormalizationCode::parameterGradients);

    @Override
    default void softmax(Tensor x, Tensor y) {
        KernelChecks.softmax(DType.F32, x, y);
        recorder()
                .call(SOFTMAX)
                .in(x)
                .out(y)
                .ints(nonEmptyRows(x), x.shape().columns())
                .run();
    }

    @Override
    default void softmaxBackward(Tensor y, Tensor gy, Tensor gx) {
        KernelChecks.softmaxBackward(DType.F32, y, gy, gx);
        recorder()
                .call(SOFTMAX_BACKWARD)
                .in(y)
                .in(gy)
                .out(gx)
                .ints(nonEmptyRows(y), y.shape().columns())
                .run();
    }

    @Override
    default void layerNorm(Tensor x, Tensor gamma, Tensor beta, double eps, LayerNormResult out) {
        KernelChecks.layerNorm(DType.F32, x, gamma, beta, eps, out);
        recorder()
                .call(LAYER_NORM)
                .in(x)
                .in(gamma)
                .in(beta)
                .out(out.y())
                .out(out.mean())
                .out(out.rstd())
                .ints(x.shape().rows(), x.shape().columns())
                .reals(eps)
                .run();
    }

    @Override
    default void layerNormBackward(
            Tensor x, Tensor gamma, Tensor mean, Tensor rstd, Tensor gy, LayerNormGradients out) {
        KernelChecks.layerNormBackward(DType.F32, x, gamma, mean, rstd, gy, out);
        recorder()
                .call(LAYER_NORM_INPUT_GRADIENT)
                .in(x)
                .in(gamma)
                .in(mean)
                .in(rstd)
                .in(gy)
                .out(out.x())
                .ints(x.shape().rows(), x.shape().columns(), 0)
                .run();
        normalizationParameters(x, mean, rstd, gy, out);
    }

    @Override
    default void crossEntropy(Tensor logits, Tensor labels, Tensor classes, Tensor losses, Tensor probs) {
        KernelChecks.crossEntropy(DType.F32, logits, labels, classes, losses, probs);
        IndexChecks.crossEntropy(
                recorder().hostInts(labels),
                recorder().hostInts(classes),
                logits.shape().columns());
        recorder()
                .call(CROSS_ENTROPY)
                .in(logits)
                .in(labels)
                .in(classes)
                .out(losses)
                .out(probs)
                .ints(logits.shape().rows(), logits.shape().columns())
                .run();
    }

    @Override
    default void crossEntropyBackward(Tensor probs, Tensor labels, Tensor gy, Tensor gx) {
        KernelChecks.crossEntropyBackward(DType.F32, probs, labels, gy, gx);
        IndexChecks.crossEntropyBackward(
                recorder().hostInts(labels), probs.shape().columns());
        recorder()
                .call(CROSS_ENTROPY_BACKWARD)
                .in(probs)
                .in(labels)
                .in(gy)
                .out(gx)
                .ints(nonEmptyRows(probs), probs.shape().columns())
                .run();
    }

    /** Computes the gradients of layer normalisation's gamma and beta, which are sums over the rows. */
    default void normalizationParameters(Tensor x, Tensor mean, Tensor rstd, Tensor gy, LayerNormGradients out) {
        int rows = x.shape().rows();
        int d = x.shape().columns();
        Parts parts = Parts.ofRows(rows);
        Tensor sums = recorder().scratch(DType.F32, 2, d, parts.count());
        recorder()
                .call(LAYER_NORM_PARAMETER_PARTS)
                .in(x)
                .in(mean)
                .in(rstd)
                .in(gy)
                .out(sums)
                .ints(rows, d, parts.count(), parts.length())
                .run();
        recorder()
                .call(LAYER_NORM_PARAMETER_GRADIENTS)
                .in(sums)
                .out(out.gamma())
                .out(out.beta())
                .ints(d, parts.count())
                .run();
        recorder().discard(sums);
    }

    private static int nonEmptyRows(Tensor x) {
        return x.size() == 0 ? 0 : x.shape().rows();
    }
}
