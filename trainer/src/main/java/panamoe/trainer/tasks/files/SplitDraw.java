package panamoe.trainer.tasks.files;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.tensor.Rng;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.ScoreTenths;
import panamoe.trainer.tasks.SharedTexts;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.files.TaskEntry.Group;
import panamoe.trainer.tasks.files.TaskEntry.Origin;

/**
 * Draws the missing splits of a task from its training part and shuffles every split. The draw is stratified by label, or by tenth
 * of the score range. It keeps groups of examples in one split. By default, examples that share a text form a group; if such groups
 * are too large for the shares of the splits, the draw uses smaller groups and warns.
 */
final class SplitDraw {

    private static final int STRATUM = 0;
    private static final int ORDER = 1;

    /** The largest deviation of the size of a split, relative to the requested size. */
    private static final double TOLERANCE = 0.1;

    private final Task task;
    private final Group group;
    private final Consumer<String> warnings;
    private final Rng rng;

    /**
     * @param seed the seed of the manifest; each task has its own random stream
     * @param warnings receives a message if groups could not be kept together or sizes deviate
     */
    SplitDraw(Task task, Group group, int seed, Consumer<String> warnings) {
        this.task = task;
        this.group = group;
        this.warnings = warnings;
        this.rng = new Rng(seed).derive(task.name().hashCode()); // the hash of a string is the same on every JVM
    }

    /**
     * The result of one draw.
     *
     * @param kept the examples that the draw kept together, in words
     * @param splits the examples of each split
     * @param fits whether the sizes of all splits are within the tolerance
     */
    private record Drawn(String kept, Map<Split, MutableList<Example>> splits, boolean fits) {

        MutableList<Example> split(Split split) {
            return Lookup.in(splits, split);
        }
    }

    /**
     * Draws the missing splits and returns all three, shuffled.
     *
     * @param parts the examples of each part of the files
     * @param groups the group of each training example; empty unless the task has a group column
     * @param origins the origin of each split
     * @throws IllegalArgumentException if a split would be empty
     */
    Map<Split, ImmutableList<Example>> splits(
            Map<Split, ImmutableList<Example>> parts, ImmutableList<String> groups, Map<Split, Origin> origins) {
        Map<Split, MutableList<Example>> splits = new EnumMap<>(Split.class);
        double[] shares = new double[Split.values().length];
        shares[Split.TRAIN.ordinal()] = 1;
        origins.forEach((split, origin) -> {
            switch (origin) {
                case Origin.Part(Split part) ->
                    splits.put(split, Lookup.in(parts, part).toList());
                case Origin.Draw(double share) -> {
                    shares[split.ordinal()] = share;
                    shares[Split.TRAIN.ordinal()] -= share;
                }
            }
        });
        if (shares[Split.TRAIN.ordinal()] < 1) {
            draw(Lookup.in(parts, Split.TRAIN), groups, shares).forEach((split, drawn) -> {
                if (shares[split.ordinal()] > 0) {
                    splits.put(split, drawn);
                }
            });
        }
        Map<Split, ImmutableList<Example>> ordered = new EnumMap<>(Split.class);
        splits.forEach((split, examples) -> ordered.put(split, shuffled(split, examples)));
        return ordered;
    }

    private Map<Split, MutableList<Example>> draw(
            ImmutableList<Example> examples, ImmutableList<String> groups, double[] shares) {
        Drawn first = switch (group) {
            case Group.Texts() -> draw("examples that share a text", examples, Grouping.byTexts(examples), shares);
            case Group.None() -> draw("single examples", examples, Grouping.alone(examples.size()), shares);
            case Group.Column(String column) ->
                draw("examples with the same \"" + column + "\"", examples, Grouping.by(groups), shares);
        };
        if (first.fits()) {
            return first.splits();
        }
        Drawn alone = draw("single examples", examples, Grouping.alone(examples.size()), shares);
        if (hasEmptySplit(alone, shares)) {
            throw new IllegalArgumentException("too few examples for the shares of the splits: "
                    + sizes(alone, examples.size(), shares)
                    + "; give more rows, larger shares under split, or files of these splits");
        }
        Drawn drawn = task.pair() && group instanceof Group.Texts ? byOneText(examples, shares) : first;
        String problem = problem(drawn, alone.fits(), examples.size(), shares);
        if (hasEmptySplit(drawn, shares)) {
            throw new IllegalArgumentException(problem);
        }
        warnings.accept("tasks." + task.name() + ": " + problem);
        return drawn.splits();
    }

    private static boolean hasEmptySplit(Drawn drawn, double[] shares) {
        return drawn.splits().entrySet().stream()
                .anyMatch(part ->
                        shares[part.getKey().ordinal()] > 0 && part.getValue().isEmpty());
    }

    /**
     * The reason why a draw does not fit.
     *
     * @param singlesFit whether a draw of single examples fits the shares
     */
    private String problem(Drawn drawn, boolean singlesFit, int total, double[] shares) {
        if (!singlesFit) {
            return "labels have too few examples for the shares of the splits: " + sizes(drawn, total, shares);
        }
        if (task.pair() && group instanceof Group.Texts && !hasEmptySplit(drawn, shares)) {
            return "too many examples share texts to keep all of them together; only " + drawn.kept()
                    + " are kept together: " + sharedTexts(drawn, shares);
        }
        return "%s form groups that are too large for the shares of the splits: %s; for splits of the right size, set another group: COLUMN or group: none"
                .formatted(drawn.kept(), sizes(drawn, total, shares));
    }

    /**
     * Groups pairs by their first or by their second text, whichever leaves fewer test and dev examples that share a text with
     * train.
     */
    private Drawn byOneText(ImmutableList<Example> examples, double[] shares) {
        return Stream.of(
                        draw(
                                "examples with the same first text",
                                examples,
                                Grouping.by(examples, Example::text),
                                shares),
                        draw(
                                "examples with the same second text",
                                examples,
                                Grouping.by(examples, Example::pair),
                                shares))
                .filter(Drawn::fits)
                .min(Comparator.comparingInt(SplitDraw::overlap))
                .orElseGet(
                        () -> draw("examples with the same two texts", examples, Grouping.byWhole(examples), shares));
    }

    private static String sharedTexts(Drawn drawn, double[] shares) {
        MutableList<String> sharedTexts = Lists.mutable.empty();
        for (Split split : List.of(Split.TEST, Split.DEV)) {
            if (shares[split.ordinal()] > 0) {
                SharedTexts shared = shared(drawn, split);
                sharedTexts.add("%d of %d %s examples share the first text with train, %d the second"
                        .formatted(shared.first(), drawn.split(split).size(), split, shared.second()));
            }
        }
        return sharedTexts.makeString(", ");
    }

    private static int overlap(Drawn drawn) {
        return shared(drawn, Split.TEST).any() + shared(drawn, Split.DEV).any();
    }

    private static SharedTexts shared(Drawn drawn, Split split) {
        return SharedTexts.of(
                drawn.split(Split.TRAIN).toImmutable(), drawn.split(split).toImmutable());
    }

    private Drawn draw(String kept, ImmutableList<Example> examples, Grouping grouping, double[] shares) {
        int[] strata = new int[examples.size()];
        Arrays.setAll(strata, i -> stratum(examples.get(i)));
        int count = task.range() == null ? task.classes() : ScoreTenths.COUNT;
        Split[] places = new StratifiedDraw(strata, count, grouping, shares, rng.derive(STRATUM)).draw();
        Map<Split, MutableList<Example>> splits = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            splits.put(split, Lists.mutable.empty());
        }
        for (int i = 0; i < places.length; i++) {
            Lookup.in(splits, places[i]).add(examples.get(i));
        }
        boolean fits = splits.entrySet().stream()
                .allMatch(part -> part.getKey() == Split.TRAIN
                        || fits(part.getValue().size(), shares[part.getKey().ordinal()] * examples.size()));
        return new Drawn(kept, splits, fits);
    }

    /** True if the deviation is within the tolerance or at most one example, which rounding may cost. */
    private static boolean fits(int size, double wanted) {
        return Math.abs(size - wanted) <= Math.max(1, TOLERANCE * wanted) && (size > 0 || wanted == 0);
    }

    private static String sizes(Drawn drawn, int total, double[] shares) {
        return Stream.of(Split.TEST, Split.DEV)
                .filter(split -> shares[split.ordinal()] > 0)
                .map(split -> "%s has %d of %d examples, %s were asked for"
                        .formatted(split, drawn.split(split).size(), total, asked(shares[split.ordinal()] * total)))
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }

    /** A requested number of examples: with one decimal below 1.5, else rounded. */
    private static String asked(double examples) {
        return examples < 1.5 ? String.format(Locale.ROOT, "%.1f", examples) : String.valueOf(Math.round(examples));
    }

    private int stratum(Example example) {
        return task.range() == null ? example.label() : ScoreTenths.of(task.range(), example.score());
    }

    private ImmutableList<Example> shuffled(Split split, MutableList<Example> examples) {
        MutableList<Example> shuffled = Lists.mutable.empty();
        for (int i : rng.derive(ORDER).permutation(split.ordinal(), examples.size())) {
            shuffled.add(examples.get(i));
        }
        return shuffled.toImmutable();
    }
}
