package panamoe.moe;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
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

    /** Registers {@code name.weight1}, {@code name.bias1}, {@code name.weight2} and {@code name.bias2}. */
    public Experts(Parameters parameters, String name, int experts, int d, int hidden, Start start) {
        this.weight1 = parameters.add(name + ".weight1", Shape.of(experts, d, hidden), start.weight1());
        this.bias1 = parameters.add(name + ".bias1", Shape.of(experts, hidden), start.bias1());
        this.weight2 = parameters.add(name + ".weight2", Shape.of(experts, hidden, d), start.weight2());
        this.bias2 = parameters.add(name + ".bias2", Shape.of(experts, d), start.bias2());
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
