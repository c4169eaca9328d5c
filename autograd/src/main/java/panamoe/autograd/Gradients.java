package panamoe.autograd;

import org.jspecify.annotations.Nullable;
import panamoe.tensor.Tensor;

/** Takes the gradients of an {@link Op}'s inputs from its vjp. */
public interface Gradients {

    /** True if the vjp must give the gradient of this input. */
    boolean needs(int input);

    /**
     * A tensor that the vjp writes in full, once: the gradient of this input, in the input's shape, or in the output's
     * if the op {@linkplain Op#stretches stretches}.
     */
    Tensor grad(int input);

    /**
     * The sum of the gradients from other uses of this input. The vjp must add its own gradient to it in place. Null if
     * there is no sum or it must not be changed; the vjp then writes to {@link #grad}.
     */
    @Nullable
    Tensor present(int input);

    /**
     * Declares that the gradient of this input is the output's gradient, up to its shape. Nothing is copied: the two
     * share memory until another gradient is added.
     */
    void pass(int input);
}
