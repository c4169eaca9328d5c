package panamoe.tensor;

/**
 * Kernels over packed rows: the rows of segment s (a sequence, an expert's tokens, a task's rows) are {@code offsets[s]
 * <= r < offsets[s + 1]} of one matrix, {@code offsets} being an ascending {@code I32[S + 1]} in 0..n. Rows outside all
 * segments are spare: they give nothing and their outputs are 0.
 */
public interface SegmentKernels {

    /** {@code y[S, d] = sum of the rows of x[n, d]} in each segment; 0 for an empty one. */
    void segmentSum(Tensor x, Tensor offsets, Tensor y);

    /** {@code y[S, d] = mean of the rows of x[n, d]} in each segment; 0 for an empty one. */
    void segmentMean(Tensor x, Tensor offsets, Tensor y);

    /** {@code gx[r] = gy[s] / rows of s}. */
    void segmentMeanBackward(Tensor gy, Tensor offsets, Tensor gx);

    /** {@code y[r] = x[r] + bias[s]}, bias {@code [S, d]}. */
    void addSegmentBias(Tensor x, Tensor bias, Tensor offsets, Tensor y);

    /** {@code y[s] = share of all segments' rows that lie in s}, floating {@code [S]}; all 0 if there are none. */
    void segmentFractions(Tensor offsets, Tensor y);

    /**
     * Multi-head scaled dot-product attention within each segment (Vaswani et al. 2017, eq. 1): for each head, {@code
     * y_i = sum_j softmax_j(q_i k_j / sqrt(d / heads)) v_j} over the rows of i's own segment. No score matrix of the
     * batch is kept. Scores may have any size that a float holds; an infinite one gives NaN.
     *
     * @param qkv {@code [n, 3 d]}: in each row d queries, d keys, d values, in each of which head h owns elements {@code
     *     h d / heads} to {@code (h + 1) d / heads}
     * @param heads divides d
     * @param y out {@code [n, d]}, the heads side by side
     * @param normalizers out {@code [n, 2 heads]}: for each head the largest of the row's {@code q_i k_j}, then for each head
     *     {@code ln sum_j e^((q_i k_j - largest) / sqrt(d / heads))}; 0 for spare rows. They are kept apart because the sum
     *     of the two, the log-sum-exp, has no digits left for the second where scores are large
     */
    void attention(Tensor qkv, Tensor offsets, int heads, Tensor y, Tensor normalizers);

    /**
     * The gradient of {@link #attention} with respect to qkv.
     *
     * @param normalizers as attention gave them, on this backend: the same scores are made again
     * @param gy {@code [n, d]}
     * @param gqkv out {@code [n, 3 d]}
     */
    void attentionBackward(Tensor qkv, Tensor normalizers, Tensor gy, Tensor offsets, int heads, Tensor gqkv);
}
