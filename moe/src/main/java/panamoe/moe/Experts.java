package panamoe.moe;

import java.util.Arrays;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Var;
import panamoe.autograd.nn.FeedForward;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * E feed-forward networks of the same shape, {@code gelu(x W1 + b1) W2 + b2}. Their weights are stacked, so that one
 * grouped matrix product computes all of them.
 */
public final class Experts {

    private final Parameter weight1;
    private final Parameter bias1;
    private final Parameter weight2;
    private final Parameter bias2;
    private final int count;
    private final @Nullable ExpertParallel parallel; // null: all experts are here

    /**
     * The initial values of the stacked parameters.
     *
     * @param weight1 {@code [E, d, h]}
     * @param bias1 {@code [E, h]}
     * @param weight2 {@code [E, h, d]}
     * @param bias2 {@code [E, d]}
     */
    public record Start(Init weight1, Init bias1, Init weight2, Init bias2) {

        /** Normal weights with this standard deviation, and zero biases. */
        public static Start normal(double deviation) {
            return new Start(Init.normal(deviation), Init.constant(0), Init.normal(deviation), Init.constant(0));
        }

        /**
         * These initial values for the first experts, and others for the experts after them.
         *
         * @param first the number of the first experts, less than there are
         */
        public Start then(int first, Start others) {
            return new Start(
                    then(first, weight1, others.weight1),
                    then(first, bias1, others.bias1),
                    then(first, weight2, others.weight2),
                    then(first, bias2, others.bias2));
        }

        private static Init then(int first, Init init, Init others) {
            return (shape, rng) -> {
                Check.that(
                        first >= 1 && first < shape.dim(0),
                        () -> first + " first experts of " + shape.dim(0) + ": expected at least 1 and fewer than all");
                double[] begin = init.values(withEntries(shape, first), rng.derive(0));
                double[] rest = others.values(withEntries(shape, shape.dim(0) - first), rng.derive(1));
                double[] all = Arrays.copyOf(begin, shape.size());
                System.arraycopy(rest, 0, all, begin.length, rest.length);
                return all;
            };
        }

        /** The initial values of some of the experts. */
        private Start of(ExpertParallel part) {
            return new Start(part.own(weight1), part.own(bias1), part.own(weight2), part.own(bias2));
        }
    }

    /**
     * Registers {@code weight1}, {@code bias1}, {@code weight2} and {@code bias2}, as {@link ParameterRole#EXPERT}
     * unless the scope has a role. The biases have no weight decay.
     */
    public Experts(Scope scope, int experts, int d, int hidden, Start start) {
        this(scope, experts, experts, d, hidden, start, null);
    }

    /**
     * As {@link #Experts(Scope, int, int, int, Start)}, with an equal part of the experts in each process of a group.
     * The parameters are {@linkplain Parameter#isSharded sharded}.
     */
    public Experts(Scope scope, ExpertParallel parallel, int d, int hidden, Start start) {
        this(scope.sharded(), parallel.experts(), parallel.ofProcess(), d, hidden, start.of(parallel), parallel);
    }

    private Experts(
            Scope scope, int count, int experts, int d, int hidden, Start start, @Nullable ExpertParallel parallel) {
        this.count = count;
        this.parallel = parallel;
        Scope weights = scope.defaultRole(ParameterRole.EXPERT);
        Scope biases = weights.undecayed();
        this.weight1 = weights.add("weight1", Shape.of(experts, d, hidden), start.weight1());
        this.bias1 = biases.add("bias1", Shape.of(experts, hidden), start.bias1());
        this.weight2 = weights.add("weight2", Shape.of(experts, hidden, d), start.weight2());
        this.bias2 = biases.add("bias2", Shape.of(experts, d), start.bias2());
    }

    /** The number of experts, E, of all processes together. */
    public int count() {
        return count;
    }

    /**
     * {@code slots[m, d] -> outputs[m, d]}: expert e computes the rows {@code offsets[e] <= r < offsets[e + 1]}; rows
     * beyond the last offset become 0.
     */
    public Var forward(Context ctx, Var slots, Tensor offsets) {
        return parallel == null
                ? compute(ctx, slots, offsets)
                : parallel.forward(ctx, slots, offsets, (rows, begins) -> compute(ctx, rows, begins));
    }

    private Var compute(Context ctx, Var slots, Tensor offsets) {
        return slots.groupedMatmul(ctx.parameter(weight1), offsets)
                .segmentBiasGelu(ctx.parameter(bias1), offsets)
                .groupedMatmul(ctx.parameter(weight2), offsets)
                .addSegmentBias(ctx.parameter(bias2), offsets);
    }

    /** Copies experts of a larger stack, selected by their numbers there. */
    void takePart(Backend backend, Experts whole, ImmutableIntList kept) {
        requireWhole();
        whole.requireWhole();
        Check.that(
                kept.size() == count() && kept.max() < whole.count(),
                () -> count() + " experts cannot take over the experts " + kept + " of " + whole.count());
        for (int e = 0; e < kept.size(); e++) {
            copyEntry(backend, whole.weight1, kept.get(e), weight1, e);
            copyEntry(backend, whole.bias1, kept.get(e), bias1, e);
            copyEntry(backend, whole.weight2, kept.get(e), weight2, e);
            copyEntry(backend, whole.bias2, kept.get(e), bias2, e);
        }
    }

    /** Copies one of the experts to the place of another one. */
    public void copy(Backend backend, int from, int to) {
        requireWhole();
        Check.that(
                from >= 0 && from < count && to >= 0 && to < count,
                () -> "copy of expert " + from + " to " + to + ": expected experts 0.." + (count - 1));
        for (Parameter parameter : new Parameter[] {weight1, bias1, weight2, bias2}) {
            copyEntry(backend, parameter, from, parameter, to);
        }
    }

    /** The shape of a stack of this shape's entries, with another number of them. */
    static Shape withEntries(Shape shape, int entries) {
        int[] dims = shape.dims().toArray();
        dims[0] = entries;
        return Shape.of(dims);
    }

    private void requireWhole() {
        Check.that(parallel == null, "experts that several processes have cannot be copied: gather them first");
    }

    private static void copyEntry(Backend backend, Parameter from, int i, Parameter to, int j) {
        backend.copy(from.value().rowSlice(i, i + 1), to.value().rowSlice(j, j + 1));
    }

    /**
     * Copies one of the experts to a dense network.
     *
     * @param dense a network with the experts' width and hidden size
     */
    public void copyTo(Backend backend, int expert, FeedForward dense) {
        requireWhole();
        copyTo(backend, weight1, expert, dense.in().weight());
        copyTo(backend, bias1, expert, dense.in().bias());
        copyTo(backend, weight2, expert, dense.out().weight());
        copyTo(backend, bias2, expert, dense.out().bias());
    }

    private static void copyTo(Backend backend, Parameter stack, int expert, Parameter dense) {
        backend.copy(stack.value().rowSlice(expert, expert + 1).reshape(dense.shape()), dense.value());
    }
}
