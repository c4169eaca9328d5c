package panamoe.autograd;

import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * A differentiable operation with one floating output: its shape rule, its forward and its vector-Jacobian product.
 * Each operation is a record of its settings; tensors are inputs. Integer inputs (indices, offsets) are never
 * differentiable.
 */
public interface Op {

    /** The name in messages. */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * The shape of the output.
     *
     * @throws IllegalArgumentException if the inputs do not fit together; one line that names the shapes
     */
    Shape infer(Shape... inputs);

    /**
     * Writes the output in full and keeps in {@code saved} the tensors that {@link #vjp} needs, and no others. It must
     * not keep the array {@code in}, which the caller reuses.
     */
    void forward(Backend k, Tensor[] in, Tensor out, Saved saved);

    /**
     * For each input that {@code into} {@linkplain Gradients#needs needs}, writes the product of the output's gradient
     * and the Jacobian.
     *
     * @param grad the gradient with respect to the output, of its shape
     */
    void vjp(Backend k, Saved saved, Tensor grad, Gradients into);

    /**
     * True if the inputs {@linkplain Shape#broadcast stretch} to the output. The vjp then gives every gradient in the
     * output's shape, and the tape sums it to the input's shape.
     */
    default boolean stretches() {
        return false;
    }

    /**
     * An operation with an output that shares the memory of its first input: the same elements in another shape, or a
     * part of them.
     */
    interface View extends Op {
        /** The output. */
        Tensor view(Tensor in);

        @Override
        default void forward(Backend k, Tensor[] in, Tensor out, Saved saved) {
            // the output is the input's own memory
        }
    }
}
