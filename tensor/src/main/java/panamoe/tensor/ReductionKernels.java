package panamoe.tensor;

/** Kernels that sum elements: within fixed chunks, then over the partial sums in order. */
public interface ReductionKernels {

    /**
     * Sums x to the shape of y: the adjoint of stretching y to x's shape. {@code y} must be able to {@linkplain Stretch
     * stretch} to {@code x}: a scalar gets the total, {@code [d]} from {@code [n, d]} the column sums, {@code [n, 1]}
     * the row sums.
     */
    void sumTo(Tensor x, Tensor y);

    /** {@code y[] = sum of x^2}. */
    void sumSquares(Tensor x, Tensor y);

    /** {@code y[n] = ln sum_j e^x[n, j]}, with the row's maximum subtracted first. */
    void logSumExp(Tensor x, Tensor y);
}
