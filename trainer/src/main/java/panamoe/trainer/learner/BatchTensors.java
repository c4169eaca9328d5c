package panamoe.trainer.learner;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.moe.Rows;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.trainer.tasks.Batch;

/**
 * A {@link Batch} in tensors of one step.
 *
 * @param x {@code [n, width]}: the features of all rows
 * @param rows what gates know of the rows
 * @param sequenceOffsets {@code I32[S + 1]}: where each sequence's rows begin
 * @param taskOffsets {@code I32[T + 1]}: where each task's sequences begin
 * @param sequenceTask {@code I32[S]}: each sequence's task; -1 for an empty one
 * @param labels {@code I32[S]}; -1 for a sequence that is empty or has a score
 * @param classes {@code I32[S]}: labels of the sequence's task
 * @param scores what tasks of scores ask for; null in a run without such tasks
 * @param weights {@code [S]}: 1 / (number of sequences), and 0 for empty ones, so that {@code weights losses} is the mean
 */
public record BatchTensors(
        Var x,
        Rows rows,
        Tensor sequenceOffsets,
        Tensor taskOffsets,
        Tensor sequenceTask,
        Tensor labels,
        Tensor classes,
        @Nullable Scores scores,
        Tensor weights) {

    /**
     * The scores of a batch that may hold other sequences too.
     *
     * @param output {@code I32[S, 1]}: the output that answers, 0; -1 for a sequence that no score is asked of
     * @param expected {@code [S]}; 0 for a sequence that no score is asked of
     */
    public record Scores(Tensor output, Tensor expected) {}

    /** Copies a batch into a step. */
    public static BatchTensors of(Context ctx, Batch batch) {
        Rows rows = new Rows(
                ints(ctx, batch.rowTasks()),
                ints(ctx, batch.rowOffsets()),
                floats(ctx, Shape.of(1, batch.rowCount()), means(batch.rowCount(), batch.usedRows())),
                ints(ctx, batch.rowTokens()));
        return new BatchTensors(
                ctx.constant(floats(ctx, Shape.of(batch.rowCount(), batch.width()), batch.rows())),
                rows,
                ints(ctx, batch.sequenceOffsets()),
                ints(ctx, batch.taskOffsets()),
                ints(ctx, sequenceTasks(batch)),
                ints(ctx, batch.labels()),
                ints(ctx, batch.classes()),
                batch.scores() == null ? null : scores(ctx, batch.scores()),
                floats(ctx, Shape.of(batch.places()), means(batch.places(), batch.sequences())));
    }

    private static int[] sequenceTasks(Batch batch) {
        int[] tasks = new int[batch.places()];
        Arrays.fill(tasks, -1);
        for (int task = 0; task < batch.tasks(); task++) {
            Arrays.fill(tasks, batch.taskOffsets()[task], batch.taskOffsets()[task + 1], task);
        }
        return tasks;
    }

    private static Scores scores(Context ctx, float[] asked) {
        int[] output = new int[asked.length];
        float[] expected = new float[asked.length];
        for (int s = 0; s < asked.length; s++) {
            boolean none = Float.isNaN(asked[s]);
            output[s] = none ? -1 : 0;
            expected[s] = none ? 0 : asked[s];
        }
        Tensor column = ctx.allocate(DType.I32, Shape.of(asked.length, 1));
        ctx.backend().write(column, output);
        return new Scores(column, floats(ctx, Shape.of(asked.length), expected));
    }

    /** Weights of a mean over the first {@code used} of {@code n}. */
    private static float[] means(int n, int used) {
        float[] weights = new float[n];
        Arrays.fill(weights, 0, used, 1f / used);
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
