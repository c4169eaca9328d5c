package panamoe.trainer.train;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Shape;
import panamoe.trainer.model.BatchTensors;

/**
 * The mean over a batch's sequences of the cross-entropy of a label or the squared error of a score. In a run with tasks of
 * scores both are computed for every sequence, one of them being 0, so that a step's kernels do not depend on what is in its batch.
 */
final class TaskLoss {

    private TaskLoss() {}

    /** {@code logits[S, C] -> scalar}. */
    static Var of(Context ctx, Var logits, BatchTensors batch) {
        Var losses = logits.crossEntropy(batch.labels(), batch.classes());
        if (batch.scores() != null) {
            losses = losses.add(squaredErrors(ctx, logits, batch.scores()));
        }
        return losses.mul(ctx.constant(batch.weights())).sum();
    }

    private static Var squaredErrors(Context ctx, Var logits, BatchTensors.Scores scores) {
        return logits.gatherColumns(scores.output())
                .reshape(Shape.of(logits.shape().dim(0)))
                .sub(ctx.constant(scores.expected()))
                .square();
    }
}
