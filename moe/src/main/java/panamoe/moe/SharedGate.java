package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.tensor.Shape;

/** One gating network for all tasks: {@code x W + b} (Shazeer et al. 2017, eq. 2, without noise). */
public final class SharedGate implements Gate {

    private final Parameter weight;
    private final Parameter bias;

    /**
     * Registers {@code name.weight [d, E]} and {@code name.bias [E]}.
     *
     * @param weightDeviation of the normal distribution that the weights begin with; the bias begins at 0
     */
    public SharedGate(Parameters parameters, String name, int d, int experts, double weightDeviation) {
        this(parameters, name, d, experts, Init.normal(weightDeviation), Init.constant(0));
    }

    /** As the other constructor, with given beginnings. */
    SharedGate(Parameters parameters, String name, int d, int experts, Init weight, Init bias) {
        this.weight = parameters.add(name + ".weight", Shape.of(d, experts), weight);
        this.bias = parameters.add(name + ".bias", Shape.of(experts), bias);
    }

    /** {@code [d, E]}. */
    public Parameter weight() {
        return weight;
    }

    /** {@code [E]}. */
    public Parameter bias() {
        return bias;
    }

    @Override
    public int experts() {
        return bias.shape().size();
    }

    @Override
    public Var logits(Context ctx, Var x, Rows rows) {
        return x.matmul(ctx.parameter(weight)).add(ctx.parameter(bias));
    }
}
