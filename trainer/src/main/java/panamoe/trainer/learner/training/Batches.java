package panamoe.trainer.learner.training;

import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.tasks.Batch;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskSlots;

/**
 * Packs examples into batches. If several processes train together, each gets its part of a batch.
 *
 * @param slots the tasks
 * @param source the features of the examples
 * @param group the processes that share the batches
 */
public record Batches(TaskSlots slots, SequenceSource source, ProcessGroup group) {

    /** Whole batches, for one process. */
    public Batches(TaskSlots slots, SequenceSource source) {
        this(slots, source, ProcessGroup.single());
    }

    /** The batch of these examples of one task, padded to {@code places} sequences, for this process alone. */
    public Batch of(int task, Split split, int[] examples, int places) {
        return Batch.of(slots.count(), source.width(), places, sequences(task, split, examples), slots.asksScores());
    }

    /**
     * The training batch of these parts, without empty sequences. Several processes cut it at sequences, so that each has about as many
     * rows.
     */
    public Batch of(ImmutableList<Curriculum.Part> parts) {
        if (!group.isSingle()) {
            return partOf(parts);
        }
        ImmutableList<Batch.Sequence> sequences =
                parts.flatCollect(part -> sequences(part.task(), Split.TRAIN, part.examples()));
        return Batch.of(slots.count(), source.width(), sequences.size(), sequences, slots.asksScores());
    }

    private Batch partOf(ImmutableList<Curriculum.Part> parts) {
        MutableList<Batch.Sequence> own = Lists.mutable.empty();
        BatchCut cut = BatchCut.of(parts, source, slots.count(), group.size());
        int first = 0;
        for (Curriculum.Part part : cut.parts()) {
            int from = Math.max(0, cut.begin(group.rank()) - first);
            int to = Math.min(part.examples().length, cut.begin(group.rank() + 1) - first);
            if (from < to) {
                int[] examples = Arrays.copyOfRange(part.examples(), from, to);
                own.addAllIterable(sequences(part.task(), Split.TRAIN, examples));
            }
            first += part.examples().length;
        }
        int places = Math.max(1, own.size());
        return Batch.of(slots.count(), source.width(), places, own.toImmutable(), slots.asksScores())
                .partOf(cut.whole(group.rank()));
    }

    private ImmutableList<Batch.Sequence> sequences(int task, Split split, int[] examples) {
        source.prepare(task, split, examples);
        return IntLists.immutable.with(examples).collect(index -> sequence(task, split, index));
    }

    private Batch.Sequence sequence(int slot, Split split, int index) {
        Task task = slots.get(slot).task();
        Example example = slots.get(slot).examples(split).get(index);
        ScoreRange range = task.range();
        return new Batch.Sequence(
                slot,
                range == null ? example.label() : -1,
                task.classes(),
                source.rows(slot, split, index),
                source.tokens(slot, split, index),
                range == null ? Float.NaN : range.scaled(example.score()));
    }
}
