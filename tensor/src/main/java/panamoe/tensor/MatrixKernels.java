package panamoe.tensor;

/** Matrix products, plain and by group of rows. */
public interface MatrixKernels {

    /**
     * {@code c[m, n] = alpha op(a) op(b) + beta c}; {@code op} transposes if its flag is set. With beta 0 the old
     * content of c is not read.
     *
     * @param a {@code [m, k]}, or {@code [k, m]} if transposed; a higher rank counts as the matrix of its {@link
     *     Shape#rows}
     * @param b {@code [k, n]}, or {@code [n, k]} if transposed
     */
    void gemm(double alpha, Tensor a, boolean transA, Tensor b, boolean transB, double beta, Tensor c);

    /** {@code c = op(a) op(b)}. */
    default void gemm(Tensor a, boolean transA, Tensor b, boolean transB, Tensor c) {
        gemm(1, a, transA, b, transB, 0, c);
    }

    /**
     * One product per group of rows: {@code y[r] = x[r] op(w[g])} for the rows {@code offsets[g] <= r < offsets[g +
     * 1]}. Rows outside all groups become 0.
     *
     * @param x {@code [n, d]}
     * @param w {@code [G, d, h]}, or {@code [G, h, d]} if transposed
     * @param offsets {@code I32[G + 1]}, ascending, last at most n
     * @param y out {@code [n, h]}
     */
    void groupedGemm(Tensor x, Tensor w, boolean transW, Tensor offsets, Tensor y);

    /**
     * The gradient of {@link #groupedGemm} with respect to w: {@code gw[g] = x_g^T gy_g}, 0 for a group without rows.
     *
     * @param x {@code [n, d]}
     * @param gy {@code [n, h]}
     * @param gw out {@code [G, d, h]}
     */
    void groupedGemmWeightGradient(Tensor x, Tensor gy, Tensor offsets, Tensor gw);
}
