package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;

/**
 * Adds input jitter to another gate (Fedus et al. 2021): in training, each element of the gate's input is multiplied by
 * a random number, uniform in (1 - eps, 1 + eps). The dropout key of the step determines the numbers. The input of the
 * experts does not change.
 */
public final class JitterGate implements Gate {

    /** 256 different factors suffice, and each step draws n d of them. */
    private static final int BITS = 8;

    private final Gate gate;
    private final double eps;

    /** @param eps in (0, 1); 0.01 in the paper */
    public JitterGate(Gate gate, double eps) {
        Check.that(eps > 0 && eps < 1, "jitter of " + eps + ": expected above 0 and below 1");
        this.gate = gate;
        this.eps = eps;
    }

    @Override
    public int experts() {
        return gate.experts();
    }

    @Override
    public Var logits(Context ctx, Var x, Rows rows) {
        if (!ctx.isTraining()) {
            return gate.logits(ctx, x, rows);
        }
        Var factor = RandomDraws.uniform(ctx, x.shape(), BITS).affine(2 * eps, 1 - eps);
        return gate.logits(ctx, x.mul(factor), rows);
    }

    @Override
    public void takePart(Backend backend, Gate whole, Part part) {
        gate.takePart(backend, ((JitterGate) whole).gate, part);
    }
}
