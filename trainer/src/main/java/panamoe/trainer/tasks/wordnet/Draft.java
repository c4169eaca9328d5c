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
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;

/** All candidates of one task with the synsets they come from, and the cut to the size that the suite uses. */
final class Draft {

    /** The most examples that the splits of a task may have. */
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

    /** Adds a candidate unless the task already has these texts; the first of equal texts stays. */
    void add(Split split, String text, @Nullable String pair, int label, Synset... sources) {
        if (texts.add(new Texts(text, pair))) {
            ImmutableLongList keys = Lists.immutable.with(sources).collectLong(Synset::key);
            rows.get(split).add(new Row(new Example(text, pair, label), keys));
        }
    }

    /** The candidates of a split, in the order in which they were added. */
    ImmutableList<Row> candidates(Split split) {
        return rows.get(split).toImmutable();
    }

    /** A draft cut to the caps with all labels equally frequent: as many of each as the cap or the rarest label allows. */
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

    /** A draft cut to the caps with the labels as frequent as they are. */
    Draft natural(Caps caps) {
        return cut(caps, ImmutableList::take);
    }

    /** The examples as they stand. */
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

    /** Sorted by a hash, and once more after the choice, which took the rows of frequent labels from the front. */
    private ImmutableList<Row> inRandomOrder(String step, ImmutableList<Row> candidates) {
        StableHash rank = new StableHash(step + " of " + task.name());
        return StableHash.shuffle(candidates, row -> rank.of(row.synsets().toArray()));
    }

    private ImmutableList<Example> examples(Split split) {
        return rows.get(split).collect(Row::example).toImmutable();
    }
}
