package panamoe.trainer.tasks;

import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Sequences side by side, ordered by task, without padding between them: all rows of the first, then all of the second. Their
 * total is rounded up with spare rows that belong to no sequence, and their number with empty sequences, so that batches come
 * in few shapes.
 *
 * @param rows all rows, n of them with the spare ones
 * @param sequences all places for sequences, S of them with the empty ones
 */
public record Batch(Rows rows, Sequences sequences) {

    /**
     * The rows.
     *
     * @param features {@code float[n * width]}; 0 in spare rows
     * @param width features per row
     * @param tasks {@code int[n]}: each row's task; -1 for a spare row
     * @param tokens {@code int[n]}: each row's token number; -1 for a spare row, or where there is no token
     * @param taskOffsets {@code int[T + 1]}: where each task's rows begin
     */
    public record Rows(float[] features, int width, int[] tasks, int[] tokens, int[] taskOffsets) {}

    /**
     * The sequences and what is asked of them.
     *
     * @param offsets {@code int[S + 1]}: where each sequence's rows begin
     * @param taskOffsets {@code int[T + 1]}: where each task's sequences begin
     * @param labels {@code int[S]}; -1 for an empty sequence and for one of a task of scores
     * @param classes {@code int[S]}: labels of the sequence's task; 1 for an empty sequence
     * @param scores {@code float[S]}: the scores asked for, scaled; NaN for other sequences; null in a run without such tasks
     */
    public record Sequences(int[] offsets, int[] taskOffsets, int[] labels, int[] classes, float @Nullable [] scores) {}

    private static final int ROW_MULTIPLE = 64;

    /**
     * One example.
     *
     * @param task its slot
     * @param label its label; -1 in a task of scores
     * @param classes the number of labels of its task
     * @param rows its features, a multiple of the width
     * @param tokens the token number behind each row; -1 where there is none
     * @param score its score, scaled; NaN in a task of labels
     */
    public record Sequence(int task, int label, int classes, float[] rows, int[] tokens, float score) {}

    /** Packs sequences of tasks of labels. */
    public static Batch of(int tasks, int width, int places, ImmutableList<Sequence> sequences) {
        return of(tasks, width, places, sequences, false);
    }

    /**
     * Packs sequences, stably ordered by task.
     *
     * @param tasks number of slots, T
     * @param width features per row
     * @param places number of sequences to round up to, S; at least as many as there are
     * @param asksScores whether the run has tasks of scores, be they in this batch or not
     * @throws IllegalArgumentException if there are more sequences than places or a sequence does not fit
     */
    public static Batch of(int tasks, int width, int places, ImmutableList<Sequence> sequences, boolean asksScores) {
        if (sequences.size() > places) {
            throw new IllegalArgumentException(sequences.size() + " sequences in a batch of " + places);
        }
        sequences.forEach(sequence -> requireFits(sequence, tasks, width));
        ImmutableList<Sequence> ordered =
                sequences.toSortedListBy(Sequence::task).toImmutable();
        int used = (int) ordered.sumOfInt(sequence -> sequence.rows().length / width);
        int n = Math.max(1, Math.ceilDiv(used, ROW_MULTIPLE)) * ROW_MULTIPLE;
        Batch batch = new Batch(
                new Rows(new float[n * width], width, filled(n, -1), filled(n, -1), new int[tasks + 1]),
                new Sequences(
                        filled(places + 1, used),
                        new int[tasks + 1],
                        filled(places, -1),
                        filled(places, 1),
                        asksScores ? noScores(places) : null));
        int row = 0;
        for (int s = 0; s < ordered.size(); s++) {
            row += batch.place(ordered.get(s), s, row);
        }
        batch.accumulate();
        return batch;
    }

    private static void requireFits(Sequence sequence, int tasks, int width) {
        boolean fits = sequence.task() >= 0
                && sequence.task() < tasks
                && sequence.label() < sequence.classes()
                && sequence.rows().length > 0
                && sequence.rows().length == sequence.tokens().length * width;
        if (!fits) {
            throw new IllegalArgumentException(
                    "a sequence of task %d with label %d of %d, %d features and %d tokens: expected a task below %d and rows of %d features with a token each"
                            .formatted(
                                    sequence.task(),
                                    sequence.label(),
                                    sequence.classes(),
                                    sequence.rows().length,
                                    sequence.tokens().length,
                                    tasks,
                                    width));
        }
    }

    private static int[] filled(int length, int value) {
        int[] out = new int[length];
        Arrays.fill(out, value);
        return out;
    }

    private static float[] noScores(int places) {
        float[] out = new float[places];
        Arrays.fill(out, Float.NaN);
        return out;
    }

    /** Puts a sequence at a place and row; returns its number of rows. */
    private int place(Sequence sequence, int s, int row) {
        int length = sequence.rows().length / rows.width();
        System.arraycopy(sequence.rows(), 0, rows.features(), row * rows.width(), sequence.rows().length);
        Arrays.fill(rows.tasks(), row, row + length, sequence.task());
        System.arraycopy(sequence.tokens(), 0, rows.tokens(), row, length);
        sequences.offsets()[s] = row;
        sequences.labels()[s] = sequence.label();
        sequences.classes()[s] = sequence.classes();
        if (sequences.scores() != null) {
            sequences.scores()[s] = sequence.score();
        }
        rows.taskOffsets()[sequence.task() + 1] += length;
        sequences.taskOffsets()[sequence.task() + 1]++;
        return length;
    }

    private void accumulate() {
        Arrays.parallelPrefix(rows.taskOffsets(), Integer::sum);
        Arrays.parallelPrefix(sequences.taskOffsets(), Integer::sum);
    }

    /** The number of rows, spare ones included, n. */
    public int rowCount() {
        return rows.tasks().length;
    }

    /** The number of rows that belong to a sequence. */
    public int usedRows() {
        return rows.taskOffsets()[tasks()];
    }

    /** The number of places for sequences, empty ones included, S. */
    public int places() {
        return sequences.labels().length;
    }

    /** The number of sequences that are not empty. */
    public int sequenceCount() {
        return sequences.taskOffsets()[tasks()];
    }

    /** The number of slots, T. */
    public int tasks() {
        return sequences.taskOffsets().length - 1;
    }
}
