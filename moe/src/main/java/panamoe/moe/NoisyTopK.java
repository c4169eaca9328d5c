package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * {@link TopK} of scores with tunable noise, {@code logits + N(0, 1) softplus(x W_noise)} (Shazeer et al. 2017, eq. 3
 * to 5; their weights are {@link Weighting#RENORMALIZED}). Only a training step adds noise, and its dropout key
 * determines the noise.
 */
public final class NoisyTopK implements TokenChoice {

    private final TopK topK;
    private final Parameter noise;

    /**
     * Registers {@code weight [d, E]}, as {@link ParameterRole#GATE}. It starts at 0, which gives all noise a deviation
     * of ln 2.
     */
    public NoisyTopK(Scope scope, int d, int experts, TopK topK) {
        this.topK = topK;
        this.noise = scope.defaultRole(ParameterRole.GATE).add("weight", Shape.of(d, experts), Init.constant(0));
    }

    @Override
    public void checkExperts(int experts) {
        topK.checkExperts(experts);
    }

    @Override
    public Choice choose(Context ctx, Var x, Var logits) {
        Var deviation = softplus(ctx, x.matmul(ctx.parameter(noise)));
        Var noisy = ctx.isTraining()
                ? logits.add(RandomDraws.normal(ctx, logits.shape()).mul(deviation))
                : logits;
        return topK.chooseBy(ctx, noisy, new Routing.NoisyScores(logits, deviation, topK.k()));
    }

    /** {@code ln(e^x + e^0)}, as the log-sum-exp of two columns, which cannot overflow. */
    private static Var softplus(Context ctx, Var x) {
        Tensor oneAndZero = ctx.floats(Shape.of(2, 1));
        ctx.backend().fill(1, oneAndZero.rowSlice(0, 1));
        ctx.backend().fill(0, oneAndZero.rowSlice(1, 2));
        Var columns = x.reshape(Shape.of(x.shape().size(), 1)).matmul(false, ctx.constant(oneAndZero), true);
        return columns.logSumExp().reshape(x.shape());
    }

    @Override
    public void takePart(Backend backend, Selection whole, Part part) {
        Part.copy(backend, ((NoisyTopK) whole).noise, noise, Part.all(noise, 0), part.experts());
    }
}
