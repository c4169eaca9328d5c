package panamoe.trainer.train;

import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import panamoe.trainer.data.Batch;
import panamoe.trainer.data.Example;
import panamoe.trainer.data.SequenceSource;
import panamoe.trainer.data.Split;
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
        int classes = slots.get(task).task().classes();
        return Batch.of(slots.count(), source.width(), places, indices.collect(index -> {
            Example example = slots.get(task).examples(split).get(index);
            return new Batch.Sequence(task, example.label(), classes, source.rows(task, split, index));
        }));
    }
}
