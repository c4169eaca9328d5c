package panamoe.autograd;

import panamoe.tensor.Tensor;

/** Where an {@link Op}'s vjp puts the gradients of its inputs. */
public interface Gradients {

    /** True if the gradient of this input is wanted. */
    boolean needs(int input);

    /**
     * A tensor that the vjp writes in full, once: the gradient of this input, in the input's shape, or in the output's
     * if the op {@linkplain Op#stretches stretches}.
     */
    Tensor grad(int input);

    /**
     * Says that the gradient of this input is the output's gradient itself, up to its shape; nothing is copied. The
     * memory is shared until somebody adds to it.
     */
    void pass(int input);
}
