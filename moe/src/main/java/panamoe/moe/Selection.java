package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;

/**
 * How scores become a {@link Routing}. Spare rows never route. No selection reads a tensor on the host, and the kernels
 * that it launches depend on shapes alone.
 */
public sealed interface Selection permits TokenChoice, ExpertChoice, Capacity {

    /** @throws IllegalArgumentException if there are too few experts to choose from */
    void checkExperts(int experts);

    /**
     * Chooses experts for every row.
     *
     * @param x {@code [n, d]}: what the rows hold
     * @param logits {@code [n, E]}: the gate's scores
     */
    Routing route(Context ctx, Var x, Var logits, Rows rows);

    /**
     * Takes over a part of what a larger layer's selection has learned of its experts; most have learned nothing.
     *
     * @param whole of the same kind, on the same backend
     */
    default void takePart(Backend backend, Selection whole, Part part) {}
}
