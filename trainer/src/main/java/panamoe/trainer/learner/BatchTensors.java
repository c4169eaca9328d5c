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
 * A {@link Batch} as tensors of one step.
 *
 * @param x {@code [n, width]}: the features of all rows
 * @param rows the tasks and tokens of the rows, which the gates read
 * @param sequences the offsets and the tasks of the sequences
 * @param targets the expected labels and scores
 */
public record BatchTensors(Var x, Rows rows, Sequences sequences, Targets targets) {

    /**
     * The sequences.
     *
     * @param offsets {@code I32[S + 1]}: where each sequence's rows begin
     * @param taskOffsets {@code I32[T + 1]}: where each task's sequences begin
     * @param task {@code I32[S]}: each sequence's task; -1 for an empty one
     * @param first the number of sequences of the whole batch before these, which other processes have
     * @param whole the number of sequences of the whole batch, at least S
     */
    public record Sequences(Tensor offsets, Tensor taskOffsets, Tensor task, int first, int whole) {}

    /**
     * The targets of the sequences.
     *
     * @param labels {@code I32[S]}; -1 for a sequence that is empty or has a score
     * @param classes {@code I32[S]}: number of labels of the sequence's task
     * @param scores the targets of regression tasks; null in a run without such tasks
     * @param weights {@code [S]}: 1 / (number of sequences of the whole batch), and 0 for empty sequences; the dot product with the
     *     losses is their mean, or the part of this process in it
     */
    public record Targets(
            Tensor labels, Tensor classes, @Nullable Scores scores, Tensor weights) {}

    /**
     * The target scores of a batch, which may also hold sequences with labels.
     *
     * @param output {@code I32[S, 1]}: the column of the logits with the predicted score, 0; -1 for a sequence without a score
     * @param expected {@code [S]}: the target scores on the scale of {@link panamoe.trainer.tasks.ScoreRange#scaled}; 0 for a
     *     sequence without a score
     */
    public record Scores(Tensor output, Tensor expected) {}

    /** Copies a batch into tensors of a step. */
    public static BatchTensors of(Context ctx, Batch batch) {
        Batch.Rows packed = batch.rows();
        Batch.Sequences asked = batch.sequences();
        Rows rows = new Rows(
                ints(ctx, packed.tasks()),
                ints(ctx, packed.taskOffsets()),
                floats(
                        ctx,
                        Shape.of(1, batch.rowCount()),
                        means(batch.rowCount(), batch.usedRows(), batch.wholeRows())),
                ints(ctx, packed.tokens()),
                batch.whole() == null ? null : share(ctx, batch));
        return new BatchTensors(
                ctx.constant(floats(ctx, Shape.of(batch.rowCount(), packed.width()), packed.features())),
                rows,
                new Sequences(
                        ints(ctx, asked.offsets()),
                        ints(ctx, asked.taskOffsets()),
                        ints(ctx, sequenceTasks(batch)),
                        batch.whole() == null ? 0 : batch.whole().first(),
                        Math.max(batch.places(), batch.wholeSequences())),
                new Targets(
                        ints(ctx, asked.labels()),
                        ints(ctx, asked.classes()),
                        asked.scores() == null ? null : scores(ctx, asked.scores()),
                        floats(
                                ctx,
                                Shape.of(batch.places()),
                                means(batch.places(), batch.sequenceCount(), batch.wholeSequences()))));
    }

    private static int[] sequenceTasks(Batch batch) {
        int[] offsets = batch.sequences().taskOffsets();
        int[] tasks = new int[batch.places()];
        Arrays.fill(tasks, -1);
        for (int task = 0; task < batch.tasks(); task++) {
            Arrays.fill(tasks, offsets[task], offsets[task + 1], task);
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

    private static Rows.Share share(Context ctx, Batch batch) {
        float[] ofTasks = new float[batch.tasks()];
        for (int task = 0; task < ofTasks.length; task++) {
            ofTasks[task] = (float) batch.rowShare(task);
        }
        return new Rows.Share(
                (double) batch.usedRows() / batch.wholeRows(), floats(ctx, Shape.of(ofTasks.length, 1), ofTasks));
    }

    /** The weights of a mean over {@code whole} elements, of which the first {@code used} of these {@code n} are a part. */
    private static float[] means(int n, int used, int whole) {
        float[] weights = new float[n];
        Arrays.fill(weights, 0, used, 1f / whole);
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
