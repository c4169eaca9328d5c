package panamoe.trainer.model;

import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.moe.Rows;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.trainer.data.Batch;

/**
 * A {@link Batch} in tensors of one step.
 *
 * @param x {@code [n, width]}: the features of all rows
 * @param rows what gates know of the rows
 * @param sequenceOffsets {@code I32[S + 1]}: where each sequence's rows begin
 * @param taskOffsets {@code I32[T + 1]}: where each task's sequences begin
 * @param labels {@code I32[S]}; -1 for an empty sequence
 * @param classes {@code I32[S]}: labels of the sequence's task
 * @param weights {@code [S]}: 1 / (number of sequences), and 0 for empty ones, so that {@code weights losses} is the mean
 */
public record BatchTensors(
        Var x, Rows rows, Tensor sequenceOffsets, Tensor taskOffsets, Tensor labels, Tensor classes, Tensor weights) {

    /** Copies a batch into a step. */
    public static BatchTensors of(Context ctx, Batch batch) {
        Rows rows = new Rows(
                ints(ctx, batch.rowTasks()),
                ints(ctx, batch.rowOffsets()),
                floats(ctx, Shape.of(1, batch.rowCount()), means(batch.rowCount(), batch.usedRows())));
        return new BatchTensors(
                ctx.constant(floats(ctx, Shape.of(batch.rowCount(), batch.width()), batch.rows())),
                rows,
                ints(ctx, batch.sequenceOffsets()),
                ints(ctx, batch.taskOffsets()),
                ints(ctx, batch.labels()),
                ints(ctx, batch.classes()),
                floats(ctx, Shape.of(batch.places()), means(batch.places(), batch.sequences())));
    }

    /** Weights of a mean over the first {@code used} of {@code n}. */
    private static float[] means(int n, int used) {
        float[] weights = new float[n];
        java.util.Arrays.fill(weights, 0, used, 1f / used);
        return weights;
    }

    private static Tensor ints(Context ctx, int[] values) {
        Tensor tensor = ctx.allocate(DType.I32, Shape.of(values.length));
        ctx.backend().write(tensor, values);
        return tensor;
    }

    private static Tensor floats(Context ctx, Shape shape, float[] values) {
        Tensor tensor = ctx.floats(shape);
        ctx.backend().write(tensor, values);
        return tensor;
    }
}
