package panamoe.trainer.learner;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.moe.ExpertBias;
import panamoe.moe.MoeLayer;
import panamoe.moe.PerTaskGate;

/** A network that maps packed sequences to logits: a whole model, or the heads of a model on precomputed features. */
public interface Network {

    /**
     * The result of a forward pass.
     *
     * @param pooled {@code [S, d]}: the mean of the last hidden rows of each sequence
     * @param logits {@code [S, C]}; only the first columns are used, one per label of the task of the sequence, or one for a score
     * @param sparse the output of each sparse layer, lowest first
     */
    record Output(Var pooled, Var logits, ImmutableList<MoeLayer.Output> sparse) {}

    /** The parameters of the network. */
    Parameters parameters();

    /** The gates with parameters per task that can be copied to another task, lowest layer first; empty if the method has none. */
    default ImmutableList<PerTaskGate> taskGates() {
        return Lists.immutable.empty();
    }

    /** The balancing biases of the sparse layers, lowest first; empty if the selection has none. */
    default ImmutableList<ExpertBias> expertBiases() {
        return Lists.immutable.empty();
    }

    /** The learned weights of the task losses; null if the losses have equal weights. */
    default @Nullable TaskUncertainty uncertainty() {
        return null;
    }

    /** Computes the logits of a batch. */
    Output forward(Context ctx, BatchTensors batch);
}
