package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;

/**
 * Converts scores to a {@link Routing}. Padding rows go to no expert. No selection reads a tensor on the host, and the
 * kernels that it launches depend only on shapes.
 */
public sealed interface Selection permits TokenChoice, ExpertChoice, Capacity {

    /** @throws IllegalArgumentException if there are too few experts to choose from */
    void checkExperts(int experts);

    /**
     * Chooses experts for every row.
     *
     * @param x {@code [n, d]}: the input of the layer
     * @param logits {@code [n, E]}: the gate's scores
     */
    Routing route(Context ctx, Var x, Var logits, Rows rows);

    /**
     * Copies the learned state of a larger layer's selection for the kept experts; most selections have none.
     *
     * @param whole a selection of the same kind, on the same backend
     */
    default void takePart(Backend backend, Selection whole, Part part) {}
}
