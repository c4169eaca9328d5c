package panamoe.autograd;

import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Two operations that one kernel computes. The output of the first is the first input of the second, and both outputs
 * are results. The tape records two operations, so backward needs no kernel for the pair.
 */
public interface OpPair {

    /** The two results. */
    record Outputs(Var first, Var second) {}

    /** The first operation, as the tape records it. */
    Op first();

    /** The second operation, as the tape records it. */
    Op second();

    /** The number of inputs of the first operation. The second takes the first's output and then the other inputs. */
    int inputsOfFirst();

    /**
     * The shape of both outputs.
     *
     * @throws IllegalArgumentException if the inputs do not fit together; one line that names the shapes
     */
    Shape infer(Shape... inputs);

    /**
     * Writes both outputs in full and keeps the same tensors for each vjp as the operation's own forward.
     *
     * @param in the inputs of the first operation, then the other inputs of the second; not to be kept, as in {@link
     *     Op#forward}
     * @param keptByFirst for the vjp of {@link #first}
     * @param keptBySecond for the vjp of {@link #second}
     */
    void forward(Backend k, Tensor[] in, Tensor first, Tensor second, Saved keptByFirst, Saved keptBySecond);
}
