package panamoe.moe;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.list.primitive.IntInterval;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * Customized gate control (CGC; Tang et al. 2020, "Progressive layered extraction", section 4.1): a gate per task over
 * the experts that all tasks share and the private experts of the task. The first s experts are shared. Task t has the
 * p private experts from {@code s + t p} on; those of the other tasks get probability 0. The selection that belongs to
 * it is {@link OwnExperts} of s + p experts.
 */
public final class CgcGate implements PerTaskGate {

    private final Sizes sizes;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter ownership;

    /**
     * The sizes of the gate.
     *
     * @param tasks T
     * @param d the number of features per row
     * @param shared the number of experts that all tasks share, s
     * @param own the number of private experts of each task, p
     */
    public record Sizes(int tasks, int d, int shared, int own) {

        /** @throws IllegalArgumentException if a size is below 1 */
        public Sizes {
            Check.that(
                    tasks >= 1 && d >= 1 && shared >= 1 && own >= 1,
                    "CGC gate of " + tasks + " tasks, " + d + " features, " + shared + " shared and " + own
                            + " private experts per task: expected at least 1 of each");
        }

        /** The number of experts of a task, s + p. */
        public int ofTask() {
            return shared + own;
        }

        /** The number of experts of all tasks together, E = s + T p. */
        public int experts() {
            return shared + tasks * own;
        }
    }

    /**
     * Registers the stacked parameters {@code weight [T, d, s + p]} and {@code bias [T, s + p]} and the frozen
     * {@code ownership [T, E]}, as {@link ParameterRole#GATE}. In the last axis of the first two the shared experts come
     * first. Weight and bias start at 0: all experts of a task have the same weight. The bias has no weight decay.
     */
    public CgcGate(Scope scope, Sizes sizes) {
        this.sizes = sizes;
        Scope gate = scope.defaultRole(ParameterRole.GATE);
        this.weight = gate.addStacked("weight", Shape.of(sizes.tasks, sizes.d, sizes.ofTask()), Init.constant(0));
        this.bias = gate.undecayed().addStacked("bias", Shape.of(sizes.tasks, sizes.ofTask()), Init.constant(0));
        this.ownership = Ownership.register(scope, sizes.tasks, sizes.shared, sizes.experts());
    }

    @Override
    public int experts() {
        return sizes.experts();
    }

    @Override
    public ImmutableList<Parameter> taskParameters() {
        return Lists.immutable.of(weight, bias);
    }

    @Override
    public Var logits(Context ctx, Var x, Rows rows) {
        Var scores = x.groupedMatmul(ctx.parameter(weight), rows.taskOffsets())
                .addSegmentBias(ctx.parameter(bias), rows.taskOffsets());
        Tensor zeros = ctx.floats(Shape.of(rows.count(), experts()));
        ctx.backend().fill(0, zeros);
        Var excluded = ctx.constant(zeros).addSegmentBias(ctx.parameter(ownership), rows.taskOffsets());
        // equal scores, so ties go to the lower number: the shared experts, then the private ones of the task
        Tensor own = Choices.best(ctx, excluded.value(), sizes.ofTask());
        return scores.scatterAddColumns(own, experts()).add(excluded);
    }

    /** @throws IllegalArgumentException unless the kept experts are those of the kept tasks */
    @Override
    public void takePart(Backend backend, Gate whole, Part part) {
        CgcGate from = (CgcGate) whole;
        ImmutableIntList expected = from.expertsOf(part.tasks());
        Check.that(
                part.experts().equals(expected),
                () -> "experts " + part.experts() + " of the tasks " + part.tasks()
                        + " to keep: expected the shared experts and the private ones of these tasks, " + expected);
        Part.copy(backend, from.weight, weight, part.tasks(), Part.all(weight, 1), Part.all(weight, 2));
        Part.copy(backend, from.bias, bias, part.tasks(), Part.all(bias, 1));
    }

    private ImmutableIntList expertsOf(ImmutableIntList tasks) {
        MutableIntList experts = IntLists.mutable.empty();
        experts.addAll(IntInterval.zeroTo(sizes.shared - 1));
        tasks.forEach(task -> {
            int first = sizes.shared + task * sizes.own;
            experts.addAll(IntInterval.fromTo(first, first + sizes.own - 1));
        });
        return experts.toImmutable();
    }
}
