package panamoe.bench.step;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import panamoe.moe.Rows;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.parallel.ProcessGroup;

/**
 * A batch of one task: sequences of random tokens with random labels. It has n rows and S sequences, and the model has T tasks.
 *
 * @param tokens {@code I32[n]}: token ids
 * @param positions {@code I32[n]}: positions in the sequence, from 0
 * @param offsets {@code I32[S + 1]}: the first row of each sequence, then n
 * @param firsts {@code I32[S]}: the first row of each sequence
 * @param rows the tasks and weights of the rows, for the gates
 * @param taskOffsets {@code I32[T + 1]}: the first sequence of each task, then S
 * @param labels {@code I32[S]}: label of each sequence
 * @param classes {@code I32[S]}: number of labels of the sequence's task
 */
public record StepBatch(
        Tensor tokens,
        Tensor positions,
        Tensor offsets,
        Tensor firsts,
        Rows rows,
        Tensor taskOffsets,
        Tensor labels,
        Tensor classes) {

    /** The number of labels of every task. */
    static final int CLASSES = 3;

    /** Draws a batch. The values do not depend on the backend. */
    public static StepBatch random(Backend backend, StepSizes sizes, int task, Rng rng) {
        return random(backend, sizes, task, rng, ProcessGroup.single());
    }

    /**
     * Draws one process's part of a batch. Each process has {@code sizes.sequences()} sequences, and the parts of all processes are the
     * batch that one process draws with as many times the sequences.
     */
    public static StepBatch random(Backend backend, StepSizes sizes, int task, Rng rng, ProcessGroup group) {
        int rows = sizes.rows();
        int sequences = sizes.sequences();
        int firstRow = group.rank() * rows;
        int firstSequence = group.rank() * sequences;
        double[] weight = new double[rows];
        Arrays.fill(weight, 1.0 / rows / group.size());
        return new StepBatch(
                ints(backend, rows, i -> rng.below(sizes.vocabulary(), 0, firstRow + i)),
                ints(backend, rows, i -> i % sizes.length()),
                ints(backend, sequences + 1, s -> s * sizes.length()),
                ints(backend, sequences, s -> s * sizes.length()),
                new Rows(
                        ints(backend, rows, i -> task),
                        ints(backend, sizes.tasks() + 1, t -> t <= task ? 0 : rows),
                        Tensor.of(backend, Shape.of(1, rows), weight),
                        null,
                        share(backend, sizes.tasks(), task, group)),
                ints(backend, sizes.tasks() + 1, t -> t <= task ? 0 : sequences),
                ints(backend, sequences, s -> rng.below(CLASSES, 1, firstSequence + s)),
                ints(backend, sequences, s -> CLASSES));
    }

    private static Rows.@Nullable Share share(Backend backend, int tasks, int task, ProcessGroup group) {
        if (group.isSingle()) {
            return null;
        }
        double[] ofTasks = new double[tasks];
        ofTasks[task] = 1.0 / group.size();
        return new Rows.Share(ofTasks[task], Tensor.of(backend, Shape.of(tasks, 1), ofTasks));
    }

    private static Tensor ints(Backend backend, int n, IntUnaryOperator value) {
        int[] values = new int[n];
        Arrays.setAll(values, value);
        return Tensor.ofInts(backend, Shape.of(n), values);
    }
}
