package panamoe.tensor;

/**
 * Kernels that compute in one pass what several others compute in sequence, and so read and write less memory. Each
 * default body calls those others. It defines the kernel and is its test oracle; a backend overrides it for speed.
 */
public interface FusedKernels extends ElementwiseKernels, ReductionKernels, RowKernels, SegmentKernels {

    /** The type of all floating tensors here. */
    DType floatType();

    /** A zero-filled buffer. */
    Storage allocate(DType dtype, int length);

    /** {@code y = gelu(x + bias)}; {@code x[n, d], bias[d], y[n, d]}. */
    default void biasGelu(Tensor x, Tensor bias, Tensor y) {
        KernelChecks.biasGelu(floatType(), x, bias, y);
        Tensor sum = like(x);
        add(x, bias, sum);
        gelu(sum, y);
    }

    /**
     * Gradients of {@link #biasGelu}, with its sum recomputed: {@code gx = gy gelu'(x + bias)}, {@code gbias = sum of
     * gx's rows}.
     */
    default void biasGeluBackward(Tensor x, Tensor bias, Tensor gy, Tensor gx, Tensor gbias) {
        KernelChecks.biasGeluBackward(floatType(), x, bias, gy, gx, gbias);
        Tensor sum = like(x);
        add(x, bias, sum);
        geluBackward(sum, gy, gx);
        sumTo(gx, gbias);
    }

    /** {@code y[r] = gelu(x[r] + bias[s])}, 0 in padding rows; {@code x[n, d], bias[S, d], offsets I32[S + 1], y[n, d]}. */
    default void segmentBiasGelu(Tensor x, Tensor bias, Tensor offsets, Tensor y) {
        KernelChecks.segmentBiasGelu(floatType(), x, bias, offsets, y);
        Tensor sum = like(x);
        addSegmentBias(x, bias, offsets, sum);
        gelu(sum, y);
    }

    /**
     * Gradients of {@link #segmentBiasGelu}, with its sum recomputed: {@code gx[r] = gy[r] gelu'(x[r] + bias[s])}, 0 in
     * padding rows, and {@code gbias[s] = sum of the segment's rows of gx}.
     */
    default void segmentBiasGeluBackward(Tensor x, Tensor bias, Tensor offsets, Tensor gy, Tensor gx, Tensor gbias) {
        KernelChecks.segmentBiasGeluBackward(floatType(), x, bias, offsets, gy, gx, gbias);
        Tensor sum = like(x);
        addSegmentBias(x, bias, offsets, sum);
        Tensor gsum = like(x);
        geluBackward(sum, gy, gsum);
        // addSegmentBias sets the padding rows to 0
        Tensor zeroBias = like(bias);
        fill(0, zeroBias);
        addSegmentBias(gsum, zeroBias, offsets, gx);
        segmentSum(gx, offsets, gbias);
    }

    /**
     * A residual connection and the layer normalisation after it: {@code sum = a + b}, {@code y = layerNorm(sum)}.
     *
     * @param a {@code [n, d]}
     * @param b {@code [n, d]}
     * @param sum out {@code [n, d]}
     */
    default void addLayerNorm(
            Tensor a, Tensor b, Tensor gamma, Tensor beta, double eps, Tensor sum, LayerNormResult out) {
        KernelChecks.addLayerNorm(floatType(), a, b, gamma, beta, eps, sum, out);
        add(a, b, sum);
        layerNorm(sum, gamma, beta, eps, out);
    }

    /**
     * {@link #layerNormBackward} for an x with other uses, such as a residual connection: adds the gradient to {@code
     * out.x()}, which holds the gradient from those uses.
     *
     * @param out x in and out, gamma and beta out
     */
    default void layerNormBackwardAdd(
            Tensor x, Tensor gamma, Tensor mean, Tensor rstd, Tensor gy, LayerNormGradients out) {
        KernelChecks.layerNormBackward(floatType(), x, gamma, mean, rstd, gy, out);
        Tensor own = like(x);
        layerNormBackward(x, gamma, mean, rstd, gy, new LayerNormGradients(own, out.gamma(), out.beta()));
        axpy(1, own, out.x());
    }

    private Tensor like(Tensor x) {
        return Tensor.of(allocate(floatType(), x.size()), 0, x.shape());
    }
}
