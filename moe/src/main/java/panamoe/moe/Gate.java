package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;

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
}
