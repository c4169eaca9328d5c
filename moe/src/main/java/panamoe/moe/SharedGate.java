package panamoe.moe;

import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;

/** One gating network for all tasks: {@code x W + b} (Shazeer et al. 2017, eq. 2, without noise). */
public final class SharedGate implements Gate {

    private final Parameter weight;
    private final Parameter bias;

    /**
     * Registers {@code weight [d, E]} and {@code bias [E]}, as {@link ParameterRole#GATE}. The bias has no weight
     * decay.
     *
     * @param weightDeviation the standard deviation of the normal initial weights; the bias starts at 0
     */
    public SharedGate(Scope scope, int d, int experts, double weightDeviation) {
        Scope gate = scope.defaultRole(ParameterRole.GATE);
        this.weight = gate.add("weight", Shape.of(d, experts), Init.normal(weightDeviation));
        this.bias = gate.undecayed().add("bias", Shape.of(experts), Init.constant(0));
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

    @Override
    public void takePart(Backend backend, Gate whole, Part part) {
        SharedGate from = (SharedGate) whole;
        Part.copy(backend, from.weight, weight, Part.all(weight, 0), part.experts());
        Part.copy(backend, from.bias, bias, part.experts());
    }
}
