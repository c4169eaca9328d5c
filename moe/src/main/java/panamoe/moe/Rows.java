package panamoe.moe;

import panamoe.tensor.Check;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * What a gate must know of a packed batch of n token rows, ordered by task, spare rows last.
 *
 * @param task {@code I32[n]}: each row's task; -1 for a spare row, which does not route
 * @param taskOffsets {@code I32[T + 1]}: where each task's rows begin
 * @param weight {@code [1, n]}: 1 / (number of rows that are not spare), and 0 for spare rows, so that {@code weight x}
 *     is the mean over the real rows
 */
public record Rows(Tensor task, Tensor taskOffsets, Tensor weight) {

    /** @throws IllegalArgumentException if types or shapes do not fit together */
    public Rows {
        Check.dtype("rows", "task", task, DType.I32);
        Check.rank("rows", "task", task, 1);
        Check.dtype("rows", "taskOffsets", taskOffsets, DType.I32);
        Check.rank("rows", "taskOffsets", taskOffsets, 1);
        Check.shape("rows", "weight", weight, Shape.of(1, task.size()));
    }

    /** The number of rows, spare ones included. */
    public int count() {
        return task.size();
    }

    /** The number of tasks. */
    public int tasks() {
        return taskOffsets.size() - 1;
    }
}
