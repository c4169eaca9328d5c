package panamoe.autograd.nn;

import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.NormalizedSum;
import panamoe.autograd.Parameter;
import panamoe.autograd.Var;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;

/** Layer normalisation with a learned scale and shift (Ba et al. 2016): {@code [n, width] -> [n, width]}. */
public final class LayerNorm {

    private final Parameter weight;
    private final Parameter bias;
    private final double eps;

    /**
     * Registers {@code weight [width]} (1) and {@code bias [width]} (0), both without weight decay.
     *
     * @param eps added to the variance, at least 0
     */
    public LayerNorm(Scope scope, int width, double eps) {
        Check.that(eps >= 0, "layer norm " + scope.fullName("weight") + ": eps " + eps + ", expected at least 0");
        Scope undecayed = scope.undecayed();
        this.weight = undecayed.add("weight", Shape.of(width), Init.constant(1));
        this.bias = undecayed.add("bias", Shape.of(width), Init.constant(0));
        this.eps = eps;
    }

    /** {@code x[n, width] -> y[n, width]}. */
    public Var forward(Context context, Var x) {
        return x.layerNorm(context.parameter(weight), context.parameter(bias), eps);
    }

    /** {@code x[n, width], delta[n, width] -> sum = x + delta, and its normalisation}. */
    public NormalizedSum forward(Context context, Var x, Var delta) {
        return x.addLayerNorm(delta, context.parameter(weight), context.parameter(bias), eps);
    }
}
