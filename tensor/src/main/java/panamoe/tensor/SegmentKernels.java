package panamoe.tensor;

/**
 * Kernels over packed rows: the rows of segment s (a sequence, an expert's tokens, a task's rows) are {@code offsets[s]
 * <= r < offsets[s + 1]} of one matrix, where {@code offsets} is an ascending {@code I32[S + 1]} in 0..n. Rows outside
 * all segments are padding: no sum includes them and their outputs are 0.
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

    /** {@code y[s] = rows of s / rows of all segments}, floating {@code [S]}; all 0 if no segment has rows. */
    void segmentFractions(Tensor offsets, Tensor y);

    /**
     * Multi-head scaled dot-product attention within each segment (Vaswani et al. 2017, eq. 1): for each head, {@code
     * y_i = sum_j softmax_j(q_i k_j / sqrt(d / heads)) v_j} over the rows of i's segment. No score matrix of the batch
     * is kept. Scores may have any finite value; an infinite score gives NaN.
     *
     * @param qkv {@code [n, 3 d]}: each row holds d elements of queries, d of keys and d of values; in each of the
     *     three, head h has elements {@code h d / heads} to {@code (h + 1) d / heads}
     * @param heads the number of heads, a divisor of d
     * @param y out {@code [n, d]}, the outputs of the heads concatenated
     * @param normalizers out {@code [n, 2 heads]}: for each head the largest of the row's {@code q_i k_j}, then for
     *     each head {@code ln sum_j e^((q_i k_j - largest) / sqrt(d / heads))}; 0 for padding rows. The two are kept
     *     apart: for large scores, rounding would remove the second from their sum, the log-sum-exp
     */
    void attention(Tensor qkv, Tensor offsets, int heads, Tensor y, Tensor normalizers);

    /**
     * The gradient of {@link #attention} with respect to qkv.
     *
     * @param normalizers the output of {@link #attention} on this backend, because the scores must be recomputed to the
     *     same bits
     * @param gy {@code [n, d]}
     * @param gqkv out {@code [n, 3 d]}
     */
    void attentionBackward(Tensor qkv, Tensor normalizers, Tensor gy, Tensor offsets, int heads, Tensor gqkv);
}
