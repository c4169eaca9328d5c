package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;

/** A network that scores every expert for every token row. */
public interface Gate {

    /** The number of experts, E. */
    int experts();

    /**
     * The scores before the softmax.
     *
     * @param x {@code [n, d]}
     * @param rows the tasks and tokens of the same n rows
     * @return {@code [n, E]}
     */
    Var logits(Context ctx, Var x, Rows rows);

    /**
     * Copies a part of a larger gate. This gate then gives the rows of the kept tasks the same scores for the kept
     * experts.
     *
     * @param whole a gate of the same kind, on the same backend
     */
    void takePart(Backend backend, Gate whole, Part part);
}
