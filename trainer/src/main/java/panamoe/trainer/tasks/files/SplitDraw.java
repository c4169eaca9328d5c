package panamoe.trainer.tasks.files;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.tensor.Rng;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.files.TaskEntry.Origin;

/**
 * Draws the splits that a task lacks from its training part, and puts every split into a random order. Each label gives the
 * same share of its examples, and so does each tenth of a score's range. Examples of equal texts stay together.
 */
final class SplitDraw {

    private static final int STRATUM = 0;
    private static final int ORDER = 1;
    private static final int SCORE_STRATA = 10;

    private final Task task;
    private final Rng rng;

    /** @param seed the manifest's; each task draws on its own */
    SplitDraw(Task task, int seed) {
        this.task = task;
        this.rng = new Rng(seed).derive(task.name().hashCode()); // the hash of a string is the same on every JVM
    }

    /** All three splits. */
    Map<Split, ImmutableList<Example>> splits(Map<Split, ImmutableList<Example>> parts, Map<Split, Origin> origins) {
        Map<Split, Double> shares = new EnumMap<>(Split.class);
        Map<Split, MutableList<Example>> splits = new EnumMap<>(Split.class);
        origins.forEach((split, origin) -> {
            splits.put(split, Lists.mutable.empty());
            switch (origin) {
                case Origin.Part(Split part)
                when split != Split.TRAIN ->
                    splits.get(split).addAll(parts.get(part).castToList());
                case Origin.Part part -> {}
                case Origin.Draw(double share) -> shares.put(split, share);
            }
        });
        int stratum = 0;
        for (MutableList<MutableList<Example>> groups :
                strata(parts.get(Split.TRAIN)).values()) {
            distribute(groups, stratum++, shares, splits);
        }
        Map<Split, ImmutableList<Example>> ordered = new EnumMap<>(Split.class);
        splits.forEach((split, examples) -> ordered.put(split, shuffled(split, examples)));
        return ordered;
    }

    /** Groups of examples with equal texts, by the label or tenth of the range of each group's first example. */
    private Map<Integer, MutableList<MutableList<Example>>> strata(ImmutableList<Example> examples) {
        Map<String, MutableList<Example>> groups = new LinkedHashMap<>();
        examples.forEach(example -> groups.computeIfAbsent(identity(example), missing -> Lists.mutable.empty())
                .add(example));
        Map<Integer, MutableList<MutableList<Example>>> strata = new LinkedHashMap<>();
        groups.values()
                .forEach(group -> strata.computeIfAbsent(stratum(group.getFirst()), missing -> Lists.mutable.empty())
                        .add(group));
        return strata;
    }

    private int stratum(Example example) {
        ScoreRange range = task.range();
        return range == null
                ? example.label()
                : (int) Math.min(
                        SCORE_STRATA - 1,
                        SCORE_STRATA * (example.score() - range.low()) / (range.high() - range.low()));
    }

    private static String identity(Example example) {
        return normalForm(example.text()) + (example.pair() == null ? "" : "\n" + normalForm(example.pair()));
    }

    /** Letters and digits in lower case: texts that differ in nothing else are taken as equal. A text without any is itself. */
    static String normalForm(String text) {
        String letters = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
        return letters.isEmpty() ? text : letters;
    }

    /** Fills test, then dev, with groups in random order until each has its share; the rest is train. */
    private void distribute(
            MutableList<MutableList<Example>> groups,
            int stratum,
            Map<Split, Double> shares,
            Map<Split, MutableList<Example>> splits) {
        long size = groups.sumOfInt(MutableList::size);
        int[] order = rng.derive(STRATUM).permutation(stratum, groups.size());
        int next = 0;
        for (Split split : Lists.immutable.with(Split.TEST, Split.DEV)) {
            long wanted = Math.round(shares.getOrDefault(split, 0.0) * size);
            for (long taken = 0; taken < wanted && next < order.length; next++) {
                MutableList<Example> group = groups.get(order[next]);
                splits.get(split).addAll(group);
                taken += group.size();
            }
        }
        for (; next < order.length; next++) {
            splits.get(Split.TRAIN).addAll(groups.get(order[next]));
        }
    }

    private ImmutableList<Example> shuffled(Split split, MutableList<Example> examples) {
        MutableList<Example> shuffled = Lists.mutable.empty();
        for (int i : rng.derive(ORDER).permutation(split.ordinal(), examples.size())) {
            shuffled.add(examples.get(i));
        }
        return shuffled.toImmutable();
    }
}
