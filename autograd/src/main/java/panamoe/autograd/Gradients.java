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
     * What other users of this input gave so far, for the vjp to add its own to in place; null if there is nothing or it
     * may not be changed, then {@link #grad} takes the gradient. Asking is the promise to add.
     */
    Tensor present(int input);

    /**
     * Says that the gradient of this input is the output's gradient itself, up to its shape; nothing is copied. The
     * memory is shared until somebody adds to it.
     */
    void pass(int input);
}
