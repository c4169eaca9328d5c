package panamoe.trainer.tasks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.files.TaskEntry.Group;
import panamoe.trainer.tasks.files.TaskEntry.Origin;

/** Shared texts of drawn splits of pairs. The oracle counts texts directly, without the groups of the draw. */
class PairSplitsTest {

    private static final long SEED = 7;

    private static final Task PAIRS = new Task("pairs", "f", Lists.immutable.with("a", "b", "c"), true, "Which?");

    private static final Map<Split, Origin> DRAWN = Map.of(
            Split.TRAIN, new Origin.Part(Split.TRAIN),
            Split.DEV, new Origin.Draw(0.1),
            Split.TEST, new Origin.Draw(0.2));

    private final List<String> warnings = new ArrayList<>();

    private Map<Split, ImmutableList<Example>> draw(ImmutableList<Example> examples, Group group) {
        return new SplitDraw(PAIRS, group, 1, warnings::add)
                .splits(Map.of(Split.TRAIN, examples), Lists.immutable.empty(), DRAWN);
    }

    private static RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    }

    /** 1,000 pairs in chunks of ten. A chunk has up to 7 first and 6 second texts and shares none with another chunk. A fifth of the pairs has label 0, the others label 1 or 2. */
    private static ImmutableList<Example> chunks() {
        RandomGenerator random = random();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int chunk = i / 10;
            String first = "first " + chunk + " " + random.nextInt(7);
            String second = (random.nextBoolean() ? "Second, " : "second ") + chunk + " " + random.nextInt(6);
            examples.add(new Example(first, second, i % 5 == 0 ? 0 : 1 + random.nextInt(2)));
        }
        return Lists.immutable.withAll(examples);
    }

    private static String form(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static Set<String> texts(ImmutableList<Example> examples) {
        Set<String> texts = new HashSet<>();
        examples.forEach(example -> {
            texts.add(form(example.text()));
            texts.add(form(example.pair()));
        });
        return texts;
    }

    private static void assertShares(Map<Split, ImmutableList<Example>> splits, ImmutableList<Example> all) {
        assertThat(splits.get(Split.TEST).size()).isCloseTo(all.size() / 5, within(all.size() / 50));
        assertThat(splits.get(Split.DEV).size()).isCloseTo(all.size() / 10, within(all.size() / 100));
        splits.forEach((split, examples) -> {
            for (int label = 0; label < 3; label++) {
                int wanted = label;
                assertThat(examples.count(e -> e.label() == wanted) / (double) examples.size())
                        .as("label %d in %s", label, split)
                        .isCloseTo(all.count(e -> e.label() == wanted) / (double) all.size(), within(0.02));
            }
        });
        List<Example> together = new ArrayList<>();
        splits.values().forEach(part -> together.addAll(part.castToList()));
        assertThat(together).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void noTextOfAPairIsInTwoSplits() {
        ImmutableList<Example> all = chunks();
        Map<Split, ImmutableList<Example>> splits = draw(all, new Group.Texts());

        assertShares(splits, all);
        assertThat(texts(splits.get(Split.TRAIN))).doesNotContainAnyElementsOf(texts(splits.get(Split.TEST)));
        assertThat(texts(splits.get(Split.TRAIN))).doesNotContainAnyElementsOf(texts(splits.get(Split.DEV)));
        assertThat(texts(splits.get(Split.DEV))).doesNotContainAnyElementsOf(texts(splits.get(Split.TEST)));
        assertThat(warnings).isEmpty();
        assertThat(draw(all, new Group.Texts())).isEqualTo(splits);
    }

    @Test
    void withoutGroupsTextsAreShared() {
        ImmutableList<Example> all = chunks();
        Map<Split, ImmutableList<Example>> splits = draw(all, new Group.None());

        assertShares(splits, all);
        assertThat(texts(splits.get(Split.TRAIN))).containsAnyElementsOf(texts(splits.get(Split.TEST)));
    }

    /** A frequent prompt connects nearly all pairs. Then only pairs with the same essay are kept together, and a warning says so. */
    @Test
    void withAFrequentPromptOnlyTheOtherTextIsKeptTogether() {
        RandomGenerator random = random();
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            examples.add(new Example("Essay " + i / 3, "prompt " + random.nextInt(4), random.nextInt(3)));
        }
        ImmutableList<Example> all = Lists.immutable.withAll(examples);
        for (boolean promptFirst : new boolean[] {false, true}) {
            warnings.clear();
            ImmutableList<Example> pairs =
                    promptFirst ? all.collect(e -> new Example(e.pair(), e.text(), e.label())) : all;
            Map<Split, ImmutableList<Example>> splits = draw(pairs, new Group.Texts());

            assertShares(splits, pairs);
            Set<String> essays = new HashSet<>(texts(splits.get(Split.TRAIN)));
            essays.removeIf(text -> text.startsWith("prompt"));
            assertThat(texts(splits.get(Split.TEST))).doesNotContainAnyElementsOf(essays);
            int test = splits.get(Split.TEST).size();
            int dev = splits.get(Split.DEV).size();
            assertThat(warnings)
                    .containsExactly(("tasks.pairs: too many examples share texts to keep all of them together;"
                                    + " only examples with the same %s are kept together: %s, %s")
                            .formatted(
                                    promptFirst ? "second text" : "first text",
                                    shared(test, "test", promptFirst),
                                    shared(dev, "dev", promptFirst)));
        }
    }

    private static String shared(int size, String split, boolean promptFirst) {
        return "%d of %d %s examples share the first text with train, %d the second"
                .formatted(promptFirst ? size : 0, size, split, promptFirst ? 0 : size);
    }

    @Test
    void groupsThatAreTooLargeAreReported() {
        Task single = new Task("single", "f", Lists.immutable.with("a", "b"), false, "Which?");
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            examples.add(new Example(i < 80 ? "the same" : "text " + i, null, i % 2));
        }
        Map<Split, ImmutableList<Example>> splits = new SplitDraw(single, new Group.Texts(), 1, warnings::add)
                .splits(Map.of(Split.TRAIN, Lists.immutable.withAll(examples)), Lists.immutable.empty(), DRAWN);

        assertThat(splits.get(Split.TRAIN).count(e -> e.text().equals("the same")))
                .isEqualTo(80);
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith(
                        "tasks.single: examples that share a text form groups that are too large for the shares of the splits:"
                                + " test has ")
                .contains(" of 100 examples, 20 were asked for")
                .endsWith("; for splits of the right size, set another group: COLUMN or group: none");
    }
}
