package panamoe.moe;

import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * The tasks and tokens of a packed batch of n token rows, ordered by task, with padding rows last.
 *
 * @param task {@code I32[n]}: each row's task; -1 for a padding row, which goes to no expert
 * @param taskOffsets {@code I32[T + 1]}: where each task's rows begin
 * @param weight {@code [1, n]}: 1 / (number of rows that are not padding), and 0 for padding rows, so that {@code weight x}
 *     is the mean over the real rows
 * @param token {@code I32[n]}: each row's token number; null if no gate needs it
 * @param share the share that these rows have in a batch of several processes; null if they are the whole batch
 */
public record Rows(
        Tensor task,
        Tensor taskOffsets,
        Tensor weight,
        @Nullable Tensor token,
        @Nullable Share share) {

    /**
     * The share of one process in the rows of a batch, without padding rows. The weights of its rows are 1 / (number of
     * rows of the whole batch).
     *
     * @param ofRows the share of all rows
     * @param ofTasks {@code [T, 1]}: the share of each task's rows; 0 for a task without rows
     */
    public record Share(double ofRows, Tensor ofTasks) {}

    /** @throws IllegalArgumentException if types or shapes do not fit together */
    public Rows {
        Check.dtype("rows", "task", task, DType.I32);
        Check.rank("rows", "task", task, 1);
        Check.dtype("rows", "taskOffsets", taskOffsets, DType.I32);
        Check.rank("rows", "taskOffsets", taskOffsets, 1);
        Check.shape("rows", "weight", weight, Shape.of(1, task.size()));
        if (token != null) {
            Check.dtype("rows", "token", token, DType.I32);
            Check.shape("rows", "token", token, task.shape());
        }
    }

    /** Rows without token numbers. */
    public Rows(Tensor task, Tensor taskOffsets, Tensor weight) {
        this(task, taskOffsets, weight, null);
    }

    /** All rows of a batch. */
    public Rows(Tensor task, Tensor taskOffsets, Tensor weight, @Nullable Tensor token) {
        this(task, taskOffsets, weight, token, null);
    }

    /** The means of each task over the whole batch, {@code [T, d]}, from those of the rows of this process. */
    Var ofWholeBatch(Var means) {
        return share == null
                ? means
                : means.mul(means.context().constant(share.ofTasks())).allReduce();
    }

    /**
     * The shares of the whole batch's choices per expert, from those of this process. Each row has the same number of
     * choices.
     */
    Tensor ofWholeBatch(Context ctx, Tensor shares) {
        if (share == null) {
            return shares;
        }
        Tensor whole = ctx.floats(shares.shape());
        ctx.backend().affine(share.ofRows(), shares, 0, whole);
        ctx.group().sum(ctx.backend(), whole);
        return whole;
    }

    /** The number of rows, padding rows included. */
    public int count() {
        return task.size();
    }

    /** {@code I32[2]}: the offsets of one segment of all rows that are not padding. */
    Tensor realRows(Context ctx) {
        Tensor offsets = ctx.allocate(DType.I32, Shape.of(2));
        ctx.backend().fill(0, offsets.rowSlice(0, 1));
        ctx.backend().copy(taskOffsets.rowSlice(tasks(), tasks() + 1), offsets.rowSlice(1, 2));
        return offsets;
    }

    /** The number of tasks. */
    public int tasks() {
        return taskOffsets.size() - 1;
    }
}
