package panamoe.trainer.train;

import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import panamoe.trainer.data.Batch;
import panamoe.trainer.data.Example;
import panamoe.trainer.data.SequenceSource;
import panamoe.trainer.data.Split;
import panamoe.trainer.data.Task;
import panamoe.trainer.data.TaskSlots;

/**
 * Packs examples of one task.
 *
 * @param slots all tasks
 * @param source the examples' features
 */
public record Batches(TaskSlots slots, SequenceSource source) {

    /** The batch of these examples, with {@code places} places for sequences. */
    public Batch of(int task, Split split, int[] examples, int places) {
        ImmutableIntList indices = IntLists.immutable.with(examples);
        Task asked = slots.get(task).task();
        ImmutableList<Batch.Sequence> sequences = indices.collect(index ->
                sequence(task, asked, slots.get(task).examples(split).get(index), source.rows(task, split, index)));
        return Batch.of(slots.count(), source.width(), places, sequences, slots.asksScores());
    }

    private static Batch.Sequence sequence(int slot, Task task, Example example, float[] rows) {
        return task.range() == null
                ? new Batch.Sequence(slot, example.label(), task.classes(), rows)
                : new Batch.Sequence(
                        slot, -1, task.classes(), rows, task.range().scaled(example.score()));
    }
}
