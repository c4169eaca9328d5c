package panamoe.trainer.tasks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.NormalForm;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.files.TaskEntry.Group;
import panamoe.trainer.tasks.files.TaskEntry.Origin;

class SplitDrawTest {

    private static final Task LABELS = new Task("task", "f", Lists.immutable.with("a", "b"), false, "Which?");
    private static final Task SCORES = new Task(
            "scores",
            "f",
            Lists.immutable.empty(),
            false,
            "How much?",
            Lists.immutable.with(Metric.PEARSON),
            new ScoreRange(0, 5));

    private static final Map<Split, Origin> DRAWN = Map.of(
            Split.TRAIN, new Origin.Part(Split.TRAIN),
            Split.DEV, new Origin.Draw(0.1),
            Split.TEST, new Origin.Draw(0.2));

    /** 300 examples of label a and 100 of label b. Every tenth text repeats the text before it in another spelling. */
    private static ImmutableList<Example> examples() {
        MutableList<Example> examples = Lists.mutable.empty();
        for (int i = 0; i < 400; i++) {
            String text = i % 10 == 9 ? "Text " + (i - 1) + "!" : "text " + i;
            examples.add(new Example(text, null, i < 300 ? 0 : 1));
        }
        return examples.toImmutable();
    }

    private static Map<Split, ImmutableList<Example>> draw(int seed) {
        return draw(LABELS, new Group.Texts(), seed, examples(), warning -> {});
    }

    private static Map<Split, ImmutableList<Example>> draw(
            Task task, Group group, int seed, ImmutableList<Example> examples, Consumer<String> warnings) {
        return new SplitDraw(task, group, seed, warnings)
                .splits(Map.of(Split.TRAIN, examples), Lists.immutable.empty(), DRAWN);
    }

    @Test
    void theDrawIsStratifiedByLabel() {
        Map<Split, ImmutableList<Example>> splits = draw(1);

        // a group of two may exceed the share by one
        assertThat(splits.get(Split.TEST).count(e -> e.label() == 0)).isBetween(60, 61);
        assertThat(splits.get(Split.TEST).count(e -> e.label() == 1)).isBetween(20, 21);
        assertThat(splits.get(Split.DEV).count(e -> e.label() == 0)).isBetween(30, 31);
        assertThat(splits.get(Split.DEV).count(e -> e.label() == 1)).isBetween(10, 11);
        MutableList<Example> all = Lists.mutable.empty();
        splits.values().forEach(split -> all.addAll(split.castToList()));
        assertThat(all).containsExactlyInAnyOrderElementsOf(examples());
    }

    @Test
    void equalTextsStayTogether() {
        Map<String, Split> places = new HashMap<>();
        draw(1).forEach((split, examples) -> examples.forEach(
                example -> assertThat(places.computeIfAbsent(NormalForm.of(example.text()), missing -> split))
                        .isEqualTo(split)));
        assertThat(places).hasSize(360);
    }

    @Test
    void theSeedDeterminesTheDraw() {
        assertThat(draw(1)).isEqualTo(draw(1));
        assertThat(draw(2).get(Split.TEST)).isNotEqualTo(draw(1).get(Split.TEST));
    }

    /** Any prefix must be a random sample: the labels are about as frequent in the first half as in the second. */
    @Test
    void theOrderIsRandom() {
        ImmutableList<Example> train = draw(1).get(Split.TRAIN);
        int half = train.size() / 2;
        // 139 draws with probability 1/4 have a standard deviation of 5.1; four of these are allowed
        assertThat((double) train.take(half).count(e -> e.label() == 1)).isCloseTo(half / 4.0, within(20.0));
    }

    @Test
    void scoresAreDrawnFromEachTenthOfTheRange() {
        MutableList<Example> examples = Lists.mutable.empty();
        for (int i = 0; i < 200; i++) {
            examples.add(Example.scored("text " + i, null, i < 150 ? 0 : 5));
        }
        Map<Split, ImmutableList<Example>> splits =
                draw(SCORES, new Group.Texts(), 1, examples.toImmutable(), warning -> {});

        assertThat(splits.get(Split.TEST).count(e -> e.score() == 5)).isEqualTo(10);
        assertThat(splits.get(Split.TEST).count(e -> e.score() == 0)).isEqualTo(30);
    }

    @Test
    void anExistingPartIsUsedWhole() {
        Map<Split, Origin> origins = new EnumMap<>(DRAWN);
        origins.put(Split.TEST, new Origin.Part(Split.DEV));
        ImmutableList<Example> dev = examples().take(7);
        Map<Split, ImmutableList<Example>> splits = new SplitDraw(LABELS, new Group.Texts(), 1, warning -> {})
                .splits(Map.of(Split.TRAIN, examples().drop(7), Split.DEV, dev), Lists.immutable.empty(), origins);

        assertThat(splits.get(Split.TEST)).containsExactlyInAnyOrderElementsOf(dev);
        assertThat(splits.get(Split.TRAIN).size() + splits.get(Split.DEV).size())
                .isEqualTo(393);
    }
}
