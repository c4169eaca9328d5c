package panamoe.trainer.learner.training;

import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Shape;
import panamoe.trainer.learner.BatchTensors;
import panamoe.trainer.learner.TaskUncertainty;

/**
 * The losses of the sequences of a batch, {@code [S]} each: the cross-entropy of a label, or the squared error of a scaled score.
 * In a run with regression tasks, both are computed for every sequence, and one of them is 0. So the kernels of a step do not
 * depend on the tasks in its batch.
 *
 * @param batch the batch
 * @param labels the cross-entropies; 0 for a sequence without a label
 * @param scores the squared errors; 0 for a sequence without a score; null in a run without regression tasks
 */
record TaskLosses(BatchTensors batch, Var labels, @Nullable Var scores) {

    /** Computes the losses of {@code logits[S, C]} for the targets of the batch. */
    static TaskLosses of(Context ctx, Var logits, BatchTensors batch) {
        return new TaskLosses(
                batch,
                logits.crossEntropy(batch.targets().labels(), batch.targets().classes()),
                batch.targets().scores() == null
                        ? null
                        : squaredErrors(ctx, logits, batch.targets().scores()));
    }

    private static Var squaredErrors(Context ctx, Var logits, BatchTensors.Scores scores) {
        return logits.gatherColumns(scores.output())
                .reshape(Shape.of(logits.shape().dim(0)))
                .sub(ctx.constant(scores.expected()))
                .square();
    }

    private Var perSequence(double scoreFactor) {
        return scores == null ? labels : labels.add(scores.scale(scoreFactor));
    }

    /**
     * The objective of training: the mean loss over the sequences of the batch, weighted by {@code uncertainty} if it is not null.
     */
    Var objective(Context ctx, @Nullable TaskUncertainty uncertainty) {
        Var losses = uncertainty == null ? perSequence(1) : uncertainty.weigh(ctx, perSequence(0.5), batch);
        return losses.mul(ctx.constant(batch.targets().weights())).sum();
    }

    /** The losses of reports: the mean loss of each task, {@code [T, 1]}; 0 for a task that is not in the batch. */
    Var perTask() {
        return perSequence(1)
                .reshape(Shape.of(labels.shape().size(), 1))
                .segmentMean(batch.sequences().taskOffsets());
    }
}
