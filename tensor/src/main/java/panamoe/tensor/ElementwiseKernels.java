package panamoe.tensor;

/** Kernels that compute each output element on its own. */
public interface ElementwiseKernels {

    /** {@code y = value} in every element; an {@link DType#I32} y requires an integer value. */
    void fill(double value, Tensor y);

    /** {@code y = x}, same size, same type (also {@link DType#I32}). */
    void copy(Tensor x, Tensor y);

    /**
     * {@code y = a + b}. Each operand either has y's shape or stretches to it ({@link Shape#broadcast}); a stretched
     * operand's axes of extent above 1 must be adjacent (a scalar, a row, a column, a middle block: {@link Stretch}).
     */
    void add(Tensor a, Tensor b, Tensor y);

    /** {@code y = a - b}, operands as in {@link #add}. */
    void sub(Tensor a, Tensor b, Tensor y);

    /** {@code y = a * b}, operands as in {@link #add}. */
    void mul(Tensor a, Tensor b, Tensor y);

    /** {@code y = a / b}, operands as in {@link #add}. */
    void div(Tensor a, Tensor b, Tensor y);

    /** {@code y += alpha x}, same size: the only elementwise kernel that reads its output. */
    void axpy(double alpha, Tensor x, Tensor y);

    /** {@code y = scale x + shift}, same size. */
    void affine(double scale, Tensor x, double shift, Tensor y);

    /** {@code y = e^x}. */
    void exp(Tensor x, Tensor y);

    /** {@code y = ln x}. */
    void log(Tensor x, Tensor y);

    /** {@code y = sqrt x}. */
    void sqrt(Tensor x, Tensor y);

    /** {@code y = tanh x}. */
    void tanh(Tensor x, Tensor y);

    /** {@code y = 1 / (1 + e^-x)}. */
    void sigmoid(Tensor x, Tensor y);

    /** {@code y = max(x, 0)}. */
    void relu(Tensor x, Tensor y);

    /** {@code gx = gy where x > 0, else 0}. */
    void reluBackward(Tensor x, Tensor gy, Tensor gx);

    /** {@code y = x Phi(x) = x (1 + erf(x / sqrt 2)) / 2}: GELU (Hendrycks and Gimpel 2016, eq. 1), not the tanh form. */
    void gelu(Tensor x, Tensor y);

    /** {@code gx = gy (Phi(x) + x phi(x))}. */
    void geluBackward(Tensor x, Tensor gy, Tensor gx);
}
