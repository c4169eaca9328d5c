package panamoe.moe;

import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
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
 */
public record Rows(
        Tensor task,
        Tensor taskOffsets,
        Tensor weight,
        @Nullable Tensor token) {

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
