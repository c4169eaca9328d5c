package panamoe.tensor;

/** Kernels over the rows of a matrix. */
public interface RowKernels {

    /**
     * {@code y[n, d] = softmax of each row of x[n, d]}. If a row's maximum is infinite, its element becomes 1 and all
     * others 0; if several elements equal it, there is no limit and the row is NaN.
     */
    void softmax(Tensor x, Tensor y);

    /** {@code gx = y (gy - sum_j gy_j y_j)} per row, where y is the output of softmax. */
    void softmaxBackward(Tensor y, Tensor gy, Tensor gx);

    /**
     * Layer normalisation (Ba et al. 2016): {@code y = (x - mean) * rstd * gamma + beta} per row of {@code x[n, d]},
     * variance with divisor d.
     *
     * @param gamma {@code [d]}
     * @param beta {@code [d]}
     * @param eps added to the variance
     */
    void layerNorm(Tensor x, Tensor gamma, Tensor beta, double eps, LayerNormResult out);

    /** Gradients of {@link #layerNorm} with respect to all three inputs. */
    void layerNormBackward(Tensor x, Tensor gamma, Tensor mean, Tensor rstd, Tensor gy, LayerNormGradients out);

    /**
     * The outputs of {@link #layerNorm}.
     *
     * @param y {@code [n, d]}
     * @param mean {@code [n]}
     * @param rstd {@code [n]}: {@code 1 / sqrt(variance + eps)}
     */
    record LayerNormResult(Tensor y, Tensor mean, Tensor rstd) {}

    /**
     * The outputs of {@link #layerNormBackward}.
     *
     * @param x the gradient with respect to x, {@code [n, d]}
     * @param gamma the gradient with respect to gamma, {@code [d]}
     * @param beta the gradient with respect to beta, {@code [d]}
     */
    record LayerNormGradients(Tensor x, Tensor gamma, Tensor beta) {}

    /**
     * Softmax cross-entropy per row: {@code losses[i] = -ln probs[i, labels[i]]}. Infinite logits are treated as in
     * {@link #softmax}.
     *
     * @param logits {@code [n, c]}
     * @param labels {@code I32[n]}: below the row's number of classes; -1 means no label and makes the row's loss 0
     * @param classes {@code I32[n]}, each in 1..c: softmax covers the first {@code classes[i]} logits of row i, the
     *     others get probability 0 (tasks with different numbers of classes share one head tensor)
     * @param losses out {@code [n]}
     * @param probs out {@code [n, c]}
     */
    void crossEntropy(Tensor logits, Tensor labels, Tensor classes, Tensor losses, Tensor probs);

    /** {@code gx[i] = gy[i] (probs[i] - onehot(labels[i]))}, zero where the label is -1; {@code gy[n]}. */
    void crossEntropyBackward(Tensor probs, Tensor labels, Tensor gy, Tensor gx);
}
