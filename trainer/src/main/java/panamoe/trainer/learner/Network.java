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

/** A classifier of packed sequences: a whole model, or the part of it that follows features computed before. */
public interface Network {

    /**
     * What one forward gives.
     *
     * @param pooled {@code [S, d]}: the mean of each sequence's last rows
     * @param logits {@code [S, C]}: only as many columns count as the sequence's task has labels, and
     *     one where a score is asked for
     * @param sparse what each sparse layer did, lowest first
     */
    record Output(Var pooled, Var logits, ImmutableList<MoeLayer.Output> sparse) {}

    /** What is trained. */
    Parameters parameters();

    /** The gates, or parts of gates, that tasks have of their own, lowest layer first; empty in methods without. */
    default ImmutableList<PerTaskGate> taskGates() {
        return Lists.immutable.empty();
    }

    /** The balancing biases of sparse layers that have one, lowest first; all or none have. */
    default ImmutableList<ExpertBias> expertBiases() {
        return Lists.immutable.empty();
    }

    /** What weighs the tasks' losses; null where they count alike. */
    default @Nullable TaskUncertainty uncertainty() {
        return null;
    }

    /** Classifies a batch. */
    Output forward(Context ctx, BatchTensors batch);
}
