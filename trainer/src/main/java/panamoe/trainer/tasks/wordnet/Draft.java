package panamoe.trainer.tasks.wordnet;

import java.util.EnumMap;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableLongList;
import org.eclipse.collections.api.set.MutableSet;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;

/** The candidate examples of one task with their source synsets. A draft can be cut to the size of the suite. */
final class Draft {

    /** The maximum numbers of examples of the splits. */
    record Caps(int train, int dev, int test) {

        static final Caps STANDARD = new Caps(4000, 500, 500);

        int of(Split split) {
            return switch (split) {
                case TRAIN -> train;
                case DEV -> dev;
                case TEST -> test;
            };
        }
    }

    /** An example and its provenance. */
    record Row(Example example, ImmutableLongList synsets) {}

    private record Texts(String text, @Nullable String pair) {}

    private final Task task;
    private final Map<Split, MutableList<Row>> rows = new EnumMap<>(Split.class);
    private final MutableSet<Texts> texts = Sets.mutable.empty();

    Draft(Task task) {
        this.task = task;
        for (Split split : Split.values()) {
            rows.put(split, Lists.mutable.empty());
        }
    }

    Task task() {
        return task;
    }

    /** Adds a candidate, unless the task already has a candidate with the same texts. */
    void add(Split split, String text, @Nullable String pair, int label, Synset... sources) {
        if (texts.add(new Texts(text, pair))) {
            ImmutableLongList keys = Lists.immutable.with(sources).collectLong(Synset::key);
            Lookup.in(rows, split).add(new Row(new Example(text, pair, label), keys));
        }
    }

    /** The candidates of a split, in the order in which they were added. */
    ImmutableList<Row> candidates(Split split) {
        return Lookup.in(rows, split).toImmutable();
    }

    /** Cuts the draft to the caps with balanced labels: each label gets as many examples as the cap and the rarest label allow. */
    Draft balanced(Caps caps) {
        return cut(caps, (candidates, cap) -> {
            int[] counts = new int[task.classes()];
            candidates.forEach(row -> counts[row.example().label()]++);
            int quota = cap / task.classes();
            for (int count : counts) {
                quota = Math.min(quota, count);
            }
            int[] taken = new int[task.classes()];
            int limit = quota;
            return candidates.select(row -> taken[row.example().label()]++ < limit);
        });
    }

    /** Cuts the draft to the caps and keeps the frequencies of the labels. */
    Draft natural(Caps caps) {
        return cut(caps, ImmutableList::take);
    }

    /** The task with all examples of this draft. */
    TaskData data() {
        return new TaskData(task, examples(Split.TRAIN), examples(Split.DEV), examples(Split.TEST));
    }

    private interface Cut {
        /** @param shuffled the candidates in random order */
        ImmutableList<Row> select(ImmutableList<Row> shuffled, int cap);
    }

    private Draft cut(Caps caps, Cut cut) {
        Draft result = new Draft(task);
        rows.forEach((split, candidates) -> {
            ImmutableList<Row> chosen = cut.select(inRandomOrder("choice", candidates.toImmutable()), caps.of(split));
            result.rows.put(split, inRandomOrder("order", chosen).toList());
        });
        return result;
    }

    /**
     * Orders candidates by a hash. The chosen rows are ordered a second time, since the choice takes rows of frequent labels mainly
     * from the front.
     */
    private ImmutableList<Row> inRandomOrder(String step, ImmutableList<Row> candidates) {
        StableHash rank = new StableHash(step + " of " + task.name());
        return StableHash.shuffle(candidates, row -> rank.of(row.synsets().toArray()));
    }

    private ImmutableList<Example> examples(Split split) {
        return Lookup.in(rows, split).collect(Row::example).toImmutable();
    }
}
