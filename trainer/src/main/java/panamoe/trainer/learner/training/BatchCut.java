package panamoe.trainer.learner.training;

import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Batch;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;

/**
 * A training batch that is cut into a part for each process. The sequences are in the order of their tasks, as in a whole batch, and each
 * process has a range of them.
 *
 * @param parts in the order of their tasks
 * @param begins {@code int[processes + 1]}: where the sequences of each process begin
 * @param sequences {@code int[T]}: the sequences of each task
 * @param rows {@code int[T]}: the rows of each task
 */
record BatchCut(ImmutableList<Curriculum.Part> parts, int[] begins, int[] sequences, int[] rows) {

    /** Cuts so that each process has about the same number of rows. */
    static BatchCut of(ImmutableList<Curriculum.Part> parts, SequenceSource source, int tasks, int processes) {
        ImmutableList<Curriculum.Part> ordered =
                parts.toSortedListBy(Curriculum.Part::task).toImmutable();
        int[] lengths = ordered.asLazy()
                .flatCollect(part -> IntStream.of(part.examples())
                        .map(example -> source.tokens(part.task(), Split.TRAIN, example).length)
                        .boxed()
                        .toList())
                .collectInt(length -> length)
                .toArray();
        int[] sequences = new int[tasks];
        int[] rows = new int[tasks];
        int next = 0;
        for (Curriculum.Part part : ordered) {
            sequences[part.task()] += part.examples().length;
            for (int i = 0; i < part.examples().length; i++) {
                rows[part.task()] += lengths[next++];
            }
        }
        return new BatchCut(ordered, begins(lengths, processes), sequences, rows);
    }

    /** Process r begins where the rows before a sequence are nearest to r / processes of all rows. */
    private static int[] begins(int[] lengths, int processes) {
        int[] before = new int[lengths.length + 1];
        for (int s = 0; s < lengths.length; s++) {
            before[s + 1] = before[s] + lengths[s];
        }
        int[] begins = new int[processes + 1];
        int at = 0;
        for (int process = 1; process <= processes; process++) {
            double wanted = (double) before[lengths.length] * process / processes;
            while (at < lengths.length && Math.abs(before[at + 1] - wanted) <= Math.abs(before[at] - wanted)) {
                at++;
            }
            begins[process] = at;
        }
        return begins;
    }

    /** The number of the first sequence of a process; for the number of processes, that of all sequences. */
    int begin(int process) {
        return begins[process];
    }

    /** The whole batch, of which a process has a part. */
    Batch.Whole whole(int process) {
        return new Batch.Whole(begins[process], sequences, rows);
    }
}
