package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;

/**
 * Scores that have nothing to do with the rows: uniform in (0, 1), so that every expert is chosen alike (Zuo et al. 2022,
 * "THOR"). In training they are drawn anew in each step, from the step's dropout key; elsewhere from this gate's own seed
 * and the place of the row in its batch. Either way the same seed gives the same choices.
 */
public final class RandomGate implements Gate {

    private final int experts;
    private final Rng rng;

    /** @param rng of the choices outside training */
    public RandomGate(int experts, Rng rng) {
        Check.that(experts >= 1, "random gate over " + experts + " experts: expected at least 1");
        this.experts = experts;
        this.rng = rng;
    }

    @Override
    public int experts() {
        return experts;
    }

    @Override
    public Var logits(Context ctx, Var x, Rows rows) {
        Shape shape = Shape.of(rows.count(), experts);
        return ctx.isTraining() ? RandomDraws.uniform(ctx, shape) : RandomDraws.fixedUniform(ctx, shape, rng);
    }

    @Override
    public void takePart(Backend backend, Gate whole, Part part) {
        // there is nothing to take: choices are drawn among as many experts as there are
    }
}
