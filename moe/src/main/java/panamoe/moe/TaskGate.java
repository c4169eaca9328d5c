package panamoe.moe;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;

/**
 * One gating network per task over the same experts (Gupta et al. 2022): the scores of a row of task t are {@code x
 * W[t] + b[t]}. A batch may mix tasks; the network of a task without rows gets a zero gradient.
 */
public final class TaskGate implements PerTaskGate {

    private final Parameter weight;
    private final Parameter bias;

    /**
     * Registers the stacked parameters {@code weight [T, d, E]} and {@code bias [T, E]}, as {@link ParameterRole#GATE}.
     * The bias has no weight decay.
     *
     * @param weightDeviation the standard deviation of the normal initial weights
     * @param biasDeviation the standard deviation of the normal initial biases: above 0, tasks prefer different experts
     *     from the first step on
     */
    public TaskGate(Scope scope, int tasks, int d, int experts, double weightDeviation, double biasDeviation) {
        Scope gate = scope.defaultRole(ParameterRole.GATE);
        this.weight = gate.addStacked("weight", Shape.of(tasks, d, experts), Init.normal(weightDeviation));
        this.bias = gate.undecayed().addStacked("bias", Shape.of(tasks, experts), Init.normal(biasDeviation));
    }

    @Override
    public int experts() {
        return bias.shape().dim(1);
    }

    @Override
    public ImmutableList<Parameter> taskParameters() {
        return Lists.immutable.of(weight, bias);
    }

    /** {@code [T, d, E]}. */
    public Parameter weight() {
        return weight;
    }

    /** {@code [T, E]}. */
    public Parameter bias() {
        return bias;
    }

    @Override
    public Var logits(Context ctx, Var x, Rows rows) {
        return x.groupedMatmul(ctx.parameter(weight), rows.taskOffsets())
                .addSegmentBias(ctx.parameter(bias), rows.taskOffsets());
    }

    @Override
    public void takePart(Backend backend, Gate whole, Part part) {
        TaskGate from = (TaskGate) whole;
        Part.copy(backend, from.weight, weight, part.tasks(), Part.all(weight, 1), part.experts());
        Part.copy(backend, from.bias, bias, part.tasks(), part.experts());
    }
}
