package panamoe.bench.step;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import panamoe.moe.Rows;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/**
 * One task's sequences of random tokens with random labels: n rows, S sequences, T tasks.
 *
 * @param tokens {@code I32[n]}
 * @param positions {@code I32[n]}: place in the sequence
 * @param offsets {@code I32[S + 1]}: where each sequence begins
 * @param firsts {@code I32[S]}: each sequence's first row
 * @param rows what the gates read
 * @param taskOffsets {@code I32[T + 1]}: where each task's sequences begin
 * @param labels {@code I32[S]}
 * @param classes {@code I32[S]}: how many labels there are
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

    /** Labels of every task. */
    static final int CLASSES = 3;

    /** Draws a batch; it does not depend on the backend. */
    public static StepBatch random(Backend backend, StepSizes sizes, int task, Rng rng) {
        int rows = sizes.rows();
        int sequences = sizes.sequences();
        double[] weight = new double[rows];
        Arrays.fill(weight, 1.0 / rows);
        return new StepBatch(
                ints(backend, rows, i -> rng.below(sizes.vocabulary(), 0, i)),
                ints(backend, rows, i -> i % sizes.length()),
                ints(backend, sequences + 1, s -> s * sizes.length()),
                ints(backend, sequences, s -> s * sizes.length()),
                new Rows(
                        ints(backend, rows, i -> task),
                        ints(backend, sizes.tasks() + 1, t -> t <= task ? 0 : rows),
                        Tensor.of(backend, Shape.of(1, rows), weight)),
                ints(backend, sizes.tasks() + 1, t -> t <= task ? 0 : sequences),
                ints(backend, sequences, s -> rng.below(CLASSES, 1, s)),
                ints(backend, sequences, s -> CLASSES));
    }

    private static Tensor ints(Backend backend, int n, IntUnaryOperator value) {
        int[] values = new int[n];
        Arrays.setAll(values, value);
        return Tensor.ofInts(backend, Shape.of(n), values);
    }
}
