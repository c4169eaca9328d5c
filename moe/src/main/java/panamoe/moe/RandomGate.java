package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;

/**
 * Random scores that do not depend on the rows: uniform in (0, 1), so that all experts are equally likely (Zuo et al.
 * 2022, "THOR"). In training, the dropout key of the step determines them; otherwise, the seed of this gate and the
 * position of the row in its batch. In both cases the same seed gives the same choices.
 */
public final class RandomGate implements Gate {

    private final int experts;
    private final Rng rng;

    /** @param rng the random numbers of the choices outside training */
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
        // nothing to copy: this gate has no parameters
    }
}
