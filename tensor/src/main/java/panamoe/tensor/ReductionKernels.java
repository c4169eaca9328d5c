package panamoe.tensor;

/** Kernels that add up elements, in fixed chunks whose partial sums are added in order. */
public interface ReductionKernels {

    /**
     * Adds up x into the smaller y: the adjoint of stretching y to x's shape. {@code y}'s axes must be those of a
     * {@link Stretch} to {@code x}: a scalar takes the total, {@code [d]} from {@code [n, d]} the column sums, {@code
     * [n, 1]} the row sums.
     */
    void sumTo(Tensor x, Tensor y);

    /** {@code y[] = sum of x^2}. */
    void sumSquares(Tensor x, Tensor y);

    /** {@code y[n] = ln sum_j e^x[n, j]}, with the row's maximum taken out first. */
    void logSumExp(Tensor x, Tensor y);
}
