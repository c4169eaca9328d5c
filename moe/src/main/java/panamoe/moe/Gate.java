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
     * @param rows of the same n rows
     * @return {@code [n, E]}
     */
    Var logits(Context ctx, Var x, Rows rows);

    /**
     * Takes over a part of a larger gate: it scores the kept tasks' rows as that one does, for the kept experts.
     *
     * @param whole of the same kind, on the same backend
     */
    void takePart(Backend backend, Gate whole, Part part);
}
