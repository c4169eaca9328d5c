package panamoe.trainer.tasks;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * A packed batch: the rows of the sequences follow each other, ordered by task, without padding between sequences. Padding rows at
 * the end round the number of rows up, and empty sequences round the number of sequences up. So a run has few different tensor
 * shapes.
 *
 * @param rows all rows; n counts the padding rows
 * @param sequences all sequences; S counts the empty ones
 * @param whole the batch of which this is the part of one process; null if it is whole
 */
public record Batch(
        Rows rows, Sequences sequences, @Nullable Whole whole) {

    /**
     * A batch that several processes share. Each has sequences that follow each other.
     *
     * @param first the number of sequences before those of this process
     * @param sequences {@code int[T]}: the sequences of each task
     * @param rows {@code int[T]}: the rows of each task
     */
    public record Whole(int first, int[] sequences, int[] rows) {}

    /**
     * The rows of a batch.
     *
     * @param features {@code float[n * width]}, row-major; 0 in padding rows
     * @param width features per row
     * @param tasks {@code int[n]}: each row's task; -1 for a padding row
     * @param tokens {@code int[n]}: each row's token id; -1 for a padding row and for a row without a token
     * @param taskOffsets {@code int[T + 1]}: where each task's rows begin
     */
    public record Rows(float[] features, int width, int[] tasks, int[] tokens, int[] taskOffsets) {}

    /**
     * The sequences of a batch and their targets.
     *
     * @param offsets {@code int[S + 1]}: where each sequence's rows begin
     * @param taskOffsets {@code int[T + 1]}: where each task's sequences begin
     * @param labels {@code int[S]}: class indices; -1 for an empty sequence and for a sequence of a regression task
     * @param classes {@code int[S]}: number of labels of the sequence's task; 1 for an empty sequence
     * @param scores {@code float[S]}: target scores on the scale of {@link ScoreRange#scaled}; NaN for other sequences; null in a
     *     run without regression tasks
     */
    public record Sequences(int[] offsets, int[] taskOffsets, int[] labels, int[] classes, float @Nullable [] scores) {}

    private static final int ROW_MULTIPLE = 64;

    /**
     * One encoded example.
     *
     * @param task the slot of its task
     * @param label its label; -1 in a regression task
     * @param classes the number of labels of its task
     * @param rows {@code float[rows * width]}, row-major: its features
     * @param tokens {@code int[rows]}: the token id of each row; -1 for a row without a token
     * @param score its score on the scale of {@link ScoreRange#scaled}; NaN in a classification task
     */
    public record Sequence(int task, int label, int classes, float[] rows, int[] tokens, float score) {}

    /** Packs sequences of classification tasks. */
    public static Batch of(int tasks, int width, int places, ImmutableList<Sequence> sequences) {
        return of(tasks, width, places, sequences, false);
    }

    /**
     * Packs sequences in the order of their tasks; sequences of one task keep their order.
     *
     * @param tasks number of slots, T
     * @param width features per row
     * @param places S, the number of sequences to round up to; at least the number of {@code sequences}
     * @param asksScores whether the run has regression tasks, in this batch or in another one
     * @throws IllegalArgumentException if there are more sequences than places, or a sequence does not fit the number of tasks, its
     *     classes or the width
     */
    public static Batch of(int tasks, int width, int places, ImmutableList<Sequence> sequences, boolean asksScores) {
        if (sequences.size() > places) {
            throw new IllegalArgumentException(
                    sequences.size() + " sequences in a batch of " + places + ": expected at most " + places);
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
                        asksScores ? noScores(places) : null),
                null);
        int row = 0;
        for (int s = 0; s < ordered.size(); s++) {
            row += batch.place(ordered.get(s), s, row);
        }
        batch.accumulate();
        return batch;
    }

    /** This batch as a part of another one. */
    public Batch partOf(Whole larger) {
        return new Batch(rows, sequences, larger);
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

    /** Writes a sequence as the {@code s}-th one, from {@code row} on; returns its number of rows. */
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

    /** The number of rows n, padding included. */
    public int rowCount() {
        return rows.tasks().length;
    }

    /** The number of rows without padding. */
    public int usedRows() {
        return rows.taskOffsets()[tasks()];
    }

    /** The number of sequences S, empty ones included. */
    public int places() {
        return sequences.labels().length;
    }

    /** The number of sequences that are not empty. */
    public int sequenceCount() {
        return sequences.taskOffsets()[tasks()];
    }

    /** The number of rows without padding, of all processes. */
    public int wholeRows() {
        return whole == null ? usedRows() : IntStream.of(whole.rows()).sum();
    }

    /** The number of sequences that are not empty, of all processes. */
    public int wholeSequences() {
        return whole == null ? sequenceCount() : IntStream.of(whole.sequences()).sum();
    }

    /** The share of a task's sequences that this process has; 0 for a task without sequences. */
    public double sequenceShare(int task) {
        int own = sequences.taskOffsets()[task + 1] - sequences.taskOffsets()[task];
        return own == 0 ? 0 : whole == null ? 1 : (double) own / whole.sequences()[task];
    }

    /** The share of a task's rows that this process has; 0 for a task without rows. */
    public double rowShare(int task) {
        int own = rows.taskOffsets()[task + 1] - rows.taskOffsets()[task];
        return own == 0 ? 0 : whole == null ? 1 : (double) own / whole.rows()[task];
    }

    /** The number of slots, T. */
    public int tasks() {
        return sequences.taskOffsets().length - 1;
    }
}
