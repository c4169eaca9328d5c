package panamoe.moe;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * E feed-forward networks with the same shape, {@code gelu(x W1 + b1) W2 + b2}, their weights stacked so that one
 * grouped matrix product serves all of them.
 */
public final class Experts {

    private final Parameter weight1;
    private final Parameter bias1;
    private final Parameter weight2;
    private final Parameter bias2;

    /**
     * How the stacked parameters begin.
     *
     * @param weight1 {@code [E, d, h]}
     * @param bias1 {@code [E, h]}
     * @param weight2 {@code [E, h, d]}
     * @param bias2 {@code [E, d]}
     */
    public record Start(Init weight1, Init bias1, Init weight2, Init bias2) {

        /** Small normal weights and zero biases. */
        public static Start normal(double deviation) {
            return new Start(Init.normal(deviation), Init.constant(0), Init.normal(deviation), Init.constant(0));
        }
    }

    /**
     * Registers {@code weight1}, {@code bias1}, {@code weight2} and {@code bias2}, as {@link ParameterRole#EXPERT} unless the
     * scope has a role. The biases are undecayed.
     */
    public Experts(Scope scope, int experts, int d, int hidden, Start start) {
        Scope weights = scope.defaultRole(ParameterRole.EXPERT);
        Scope biases = weights.undecayed();
        this.weight1 = weights.add("weight1", Shape.of(experts, d, hidden), start.weight1());
        this.bias1 = biases.add("bias1", Shape.of(experts, hidden), start.bias1());
        this.weight2 = weights.add("weight2", Shape.of(experts, hidden, d), start.weight2());
        this.bias2 = biases.add("bias2", Shape.of(experts, d), start.bias2());
    }

    /** {@code weight1[E, d, h], bias1[E, h], weight2[E, h, d], bias2[E, d]}. */
    ImmutableList<Parameter> stacks() {
        return Lists.immutable.of(weight1, bias1, weight2, bias2);
    }

    /** The width of their inputs and outputs, d. */
    int width() {
        return bias2.shape().dim(1);
    }

    /** The width between their two layers, h. */
    int hidden() {
        return bias1.shape().dim(1);
    }

    /** The number of experts, E. */
    public int count() {
        return bias1.shape().dim(0);
    }

    /**
     * {@code slots[m, d] -> outputs[m, d]}: expert e serves the rows {@code offsets[e] <= r < offsets[e + 1]}; rows
     * beyond the last offset become 0.
     */
    public Var forward(Context ctx, Var slots, Tensor offsets) {
        return slots.groupedMatmul(ctx.parameter(weight1), offsets)
                .segmentBiasGelu(ctx.parameter(bias1), offsets)
                .groupedMatmul(ctx.parameter(weight2), offsets)
                .addSegmentBias(ctx.parameter(bias2), offsets);
    }
}
