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
 * A learned variance per task, which weights the loss of the task (Kendall et al. 2018, eq. 7 and 10). With
 * {@code s = ln variance}, a loss l becomes {@code e^-s l + s / 2} for labels and {@code e^-s l / 2 + s / 2} for scores. The
 * parameter is s and not the variance, as the paper recommends; at s = 0 the losses of labels are unchanged.
 */
public final class TaskUncertainty {

    private final Parameter logVariance;

    /** Registers the stacked parameter {@code logVariance [T, 1]}, initially 0 and without weight decay. */
    public TaskUncertainty(Scope scope, int tasks) {
        logVariance = scope.defaultRole(ParameterRole.LOSS_WEIGHT)
                .undecayed()
                .addStacked("logVariance", Shape.of(tasks, 1), Init.constant(0));
    }

    /**
     * Computes the weighted losses, {@code losses[S] -> losses[S]}; the loss of an empty sequence stays 0.
     *
     * @param losses cross-entropies of labels, half the squared errors of scores
     */
    public Var weigh(Context ctx, Var losses, BatchTensors batch) {
        Var s = ctx.parameter(logVariance).gatherRows(batch.sequences().task()).reshape(losses.shape());
        return losses.mul(s.neg().exp()).add(s.scale(0.5));
    }

    /** The logarithms of the variances, {@code [T, 1]}. */
    public Parameter logVariance() {
        return logVariance;
    }

    /**
     * Copies the variances of the kept tasks from a larger model.
     *
     * @param slots the slots of the kept tasks in the larger model
     */
    void takePart(Backend backend, TaskUncertainty whole, ImmutableIntList slots) {
        Part.copy(backend, whole.logVariance, logVariance, slots, Part.all(logVariance, 1));
    }
}
