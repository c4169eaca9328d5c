package panamoe.autograd;

import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Two operations that one kernel computes. The second takes the first's output as its first input, and both outputs are
 * results. The tape records the two, so backward needs no kernel for the pair.
 */
public interface OpPair {

    /** The two results. */
    record Outputs(Var first, Var second) {}

    /** The first operation, as it is recorded. */
    Op first();

    /** The second operation, as it is recorded. */
    Op second();

    /** How many of the inputs are the first operation's; the second takes the others behind the first's output. */
    int inputsOfFirst();

    /**
     * The shape of both outputs.
     *
     * @throws IllegalArgumentException if the inputs do not fit together; one line that names the shapes
     */
    Shape infer(Shape... inputs);

    /**
     * Writes both outputs in full, and keeps what each operation's vjp will need as that operation's own forward would.
     *
     * @param in of the first operation, then the others of the second; the caller's, as in {@link Op#forward}
     * @param keptByFirst for the vjp of {@link #first}
     * @param keptBySecond for the vjp of {@link #second}
     */
    void forward(Backend k, Tensor[] in, Tensor first, Tensor second, Saved keptByFirst, Saved keptBySecond);
}
