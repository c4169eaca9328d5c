package panamoe.trainer.learner;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.moe.Part;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;

/**
 * A learned variance of each task, which weighs its loss (Kendall et al. 2018, eq. 7 and 10): with {@code s = ln variance} a
 * loss l becomes {@code e^-s l + s / 2} for labels and {@code e^-s l / 2 + s / 2} for scores. Learning s rather than the
 * variance is their advice; at s = 0 losses of labels are as they were.
 */
public final class TaskUncertainty {

    private final Parameter logVariance;

    /** Registers the stacked {@code logVariance [T, 1]}, undecayed, which begins at 0. */
    public TaskUncertainty(Scope scope, int tasks) {
        logVariance = scope.defaultRole(ParameterRole.LOSS_WEIGHT)
                .undecayed()
                .addStacked("logVariance", Shape.of(tasks, 1), Init.constant(0));
    }

    /**
     * {@code losses[S] -> losses[S]}; an empty sequence keeps its loss of 0.
     *
     * @param losses cross-entropies of labels, halves of the squared errors of scores
     */
    public Var weigh(Context ctx, Var losses, BatchTensors batch) {
        Var s = ctx.parameter(logVariance).gatherRows(batch.sequences().task()).reshape(losses.shape());
        return losses.mul(s.neg().exp()).add(s.scale(0.5));
    }

    /** {@code [T, 1]}. */
    public Parameter logVariance() {
        return logVariance;
    }

    /** Takes over the variances of the kept tasks of a larger model, by their slots there. */
    void takePart(Backend backend, TaskUncertainty whole, ImmutableIntList slots) {
        Part.copy(backend, whole.logVariance, logVariance, slots, Part.all(logVariance, 1));
    }
}
