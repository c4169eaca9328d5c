package panamoe.trainer.learner.training;

import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Shape;
import panamoe.trainer.learner.BatchTensors;
import panamoe.trainer.learner.TaskUncertainty;

/**
 * The losses of a batch's sequences, {@code [S]} each: the cross-entropy of a label or the squared error of a score. In a run with
 * tasks of scores both are computed for every sequence, one of them being 0, so that a step's kernels do not depend on what is
 * in its batch.
 *
 * @param batch that they are of
 * @param labels 0 for a sequence that no label is asked of
 * @param scores 0 for a sequence that no score is asked of; null in a run without tasks of scores
 */
record TaskLosses(BatchTensors batch, Var labels, @Nullable Var scores) {

    /** {@code logits[S, C]} against what the batch asks. */
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

    /** What is trained on: the mean over the batch's sequences, weighed by their tasks' uncertainty if that is not null. */
    Var objective(Context ctx, @Nullable TaskUncertainty uncertainty) {
        Var losses = uncertainty == null ? perSequence(1) : uncertainty.weigh(ctx, perSequence(0.5), batch);
        return losses.mul(ctx.constant(batch.targets().weights())).sum();
    }

    /** What is reported: the mean loss of each task, {@code [T, 1]}; 0 for a task that is not in the batch. */
    Var perTask() {
        return perSequence(1)
                .reshape(Shape.of(labels.shape().size(), 1))
                .segmentMean(batch.sequences().taskOffsets());
    }
}
