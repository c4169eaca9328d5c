package panamoe.trainer.learner.training;

import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.Batch;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskSlots;

/**
 * Packs examples into batches.
 *
 * @param slots the tasks
 * @param source the features of the examples
 */
public record Batches(TaskSlots slots, SequenceSource source) {

    /** The batch of these examples of one task, padded to {@code places} sequences. */
    public Batch of(int task, Split split, int[] examples, int places) {
        return Batch.of(slots.count(), source.width(), places, sequences(task, split, examples), slots.asksScores());
    }

    /** The training batch of these parts, without empty sequences. */
    public Batch of(ImmutableList<Curriculum.Part> parts) {
        ImmutableList<Batch.Sequence> sequences =
                parts.flatCollect(part -> sequences(part.task(), Split.TRAIN, part.examples()));
        return Batch.of(slots.count(), source.width(), sequences.size(), sequences, slots.asksScores());
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
