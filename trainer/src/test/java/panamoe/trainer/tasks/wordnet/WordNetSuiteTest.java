package panamoe.trainer.tasks.wordnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.MutableMap;
import org.eclipse.collections.api.set.MutableSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.UnseenTarget;
import panamoe.trainer.tasks.wordnet.WordNetSuite.Drafts;

class WordNetSuiteTest {

    private static Lexicon lexicon;
    private static Drafts drafts;
    private static WordNetSuite suite;

    @BeforeAll
    static void load() {
        lexicon = Lexicon.load();
        drafts = Drafts.of(lexicon);
        suite = drafts.suite();
    }

    @Test
    void lexiconIsWholeWordNet() {
        assertThat(lexicon.synsets().size()).isEqualTo(117_791);
        // The counts of WordNet 3.1's own pointers "!", ";c" and "@i", taken from its data files with grep and a
        // script.
        assertThat(lexicon.synsets()
                        .sumOfInt(synset -> synset.relations().antonyms().size()))
                .isEqualTo(7983);
        assertThat(lexicon.synsets()
                        .sumOfInt(synset -> synset.relations().topics().size()))
                .isEqualTo(6690);
        assertThat(lexicon.synsets().count(synset -> synset.relations().instance()))
                .isEqualTo(7742);
    }

    /** Checks all tasks together, since a synset may occur in several. */
    @Test
    void noSynsetIsInTwoSplits() {
        MutableMap<Long, Split> splits = Maps.mutable.empty();
        for (Draft draft : all()) {
            for (Split split : Split.values()) {
                draft.candidates(split)
                        .forEach(row -> row.synsets()
                                .forEach(key -> assertThat(splits.getIfAbsentPut(key, split))
                                        .as(
                                                "synset %d in %s of %s",
                                                key, split, draft.task().name())
                                        .isEqualTo(split)));
            }
        }
        assertThat(splits.size()).isGreaterThan(20_000);
    }

    /** Checks the definitions and examples of all tasks together, by their letters and digits only. */
    @Test
    void noTextIsInTwoSplits() {
        MutableMap<String, Split> splits = Maps.mutable.empty();
        for (TaskData data : suite.tasks().newWithAll(suite.unrelated())) {
            boolean words = data.task().family().equals("relation");
            if (!words) {
                for (Split split : Split.values()) {
                    for (String text : data.examples(split).flatCollect(WordNetSuiteTest::longTexts)) {
                        String letters = text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
                        assertThat(splits.getIfAbsentPut(letters, split))
                                .as(
                                        "\"%s\" in %s of %s",
                                        text, split, data.task().name())
                                .isEqualTo(split);
                    }
                }
            }
        }
        assertThat(splits.size()).isGreaterThan(20_000);
    }

    /** Checks the words of all pair tasks together. */
    @Test
    void noWordOfPairsIsInTwoSplits() {
        MutableMap<String, Split> splits = Maps.mutable.empty();
        for (TaskData data : suite.tasks().select(data -> data.task().pair())) {
            for (Split split : Split.values()) {
                for (String word : data.examples(split).flatCollect(example -> askedWords(data, example))) {
                    assertThat(splits.getIfAbsentPut(word.toLowerCase(Locale.ROOT), split))
                            .as("\"%s\" in %s of %s", word, split, data.task().name())
                            .isEqualTo(split);
                }
            }
        }
        assertThat(splits.size()).isGreaterThan(5_000);
    }

    @Test
    void noTextIsTwiceInATask() {
        for (TaskData data : suite.tasks().newWithAll(suite.unrelated())) {
            ImmutableList<String> texts = Lists.immutable
                    .with(Split.values())
                    .flatCollect(data::examples)
                    .collect(example -> example.text() + "|" + example.pair());
            assertThat(texts.toSet()).as(data.task().name()).hasSameSizeAs(texts.castToList());
        }
    }

    @Test
    void sizesFollowTheRule() {
        for (TaskData data : suite.tasks().newWithAll(suite.unrelated())) {
            String name = data.task().name();
            assertThat(data.train().size()).as(name).isBetween(500, 4000);
            assertThat(data.dev().size()).as(name).isBetween(50, 500);
            assertThat(data.test().size()).as(name).isBetween(250, 500);
            if (!name.equals("topic")) {
                for (Split split : Split.values()) {
                    assertThat(data.labelCounts(split))
                            .as("%s %s", name, split)
                            .containsOnly(data.labelCounts(split)[0]);
                }
            }
        }
    }

    @Test
    void anyPrefixOfTrainIsASample() {
        // 4000 rows of 4 labels: among the first 400, each label has 100 +- 8 (one standard error); 5 of those are
        // allowed.
        int[] counts = new int[4];
        suite.task("part-of-speech").train().take(400).forEach(example -> counts[example.label()]++);
        for (int count : counts) {
            assertThat(count).isBetween(60, 140);
        }
    }

    /**
     * The suite must be the same on every JDK and in every run. A change of its rule must change this checksum and be documented.
     */
    @Test
    void suiteHasTheChecksumOfTheDocumentedRule() {
        CRC32 checksum = new CRC32();
        for (TaskData data : suite.tasks().newWithAll(suite.unrelated())) {
            for (Split split : Split.values()) {
                checksum.update((text(data.task()) + " " + data.examples(split).collect(WordNetSuiteTest::text))
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(Long.toHexString(checksum.getValue())).isEqualTo("dd9c48ab");
    }

    private static String text(Task task) {
        return "Task[name=%s, family=%s, labels=%s, pair=%s, description=%s]"
                .formatted(task.name(), task.family(), task.labels(), task.pair(), task.description());
    }

    private static String text(Example example) {
        return "Example[text=%s, pair=%s, label=%d]".formatted(example.text(), example.pair(), example.label());
    }

    @Test
    void twoBuildsAreEqual() {
        assertThat(Drafts.of(lexicon).suite()).isEqualTo(suite);
    }

    @Test
    void supersensesOfNounsAreDisjoint() {
        assertThat(suite.task("noun-supersense-a").task().labels().castToList())
                .hasSize(10)
                .doesNotContainAnyElementsOf(
                        suite.task("noun-supersense-b").task().labels());
    }

    @Test
    void rolesNameTasksOfTheSuite() {
        MutableSet<String> names = Sets.mutable.empty();
        suite.tasks()
                .newWithAll(suite.unrelated())
                .forEach(data -> assertThat(names.add(data.task().name()))
                        .as(data.task().name())
                        .isTrue());
        ImmutableList<String> tasks = suite.tasks().collect(data -> data.task().name());
        assertThat(tasks.containsAll(suite.lowResourceTargets().castToList())).isTrue();
        ImmutableList<String> targets = suite.unseenTargets().collect(UnseenTarget::target);
        for (UnseenTarget unseen : suite.unseenTargets()) {
            assertThat(tasks.toList()).contains(unseen.target(), unseen.related(), unseen.unrelated());
            assertThat(targets.toList()).doesNotContain(unseen.related(), unseen.unrelated());
        }
    }

    @Test
    void wordsOfPairsAreNotLinkedBySpelling() {
        for (String name : Lists.mutable.with("antonym-or-synonym", "hypernym-or-sibling", "word-and-definition")) {
            for (Example example : suite.task(name).test()) {
                assertThat(Gloss.normalForm(example.pair()))
                        .as("%s: %s", name, example)
                        .doesNotContainPattern("\\b" + Gloss.normalForm(example.text()) + "\\b");
            }
        }
    }

    private static ImmutableList<Draft> all() {
        return drafts.tasks().newWithAll(drafts.unrelated());
    }

    /** The definitions and examples of a row, without single words. */
    private static ImmutableList<String> longTexts(Example example) {
        if (example.pair() == null) {
            return Lists.immutable.with(example.text());
        }
        return example.text().contains(": ")
                ? Lists.immutable.with(use(example.text()), use(example.pair()))
                : Lists.immutable.with(example.pair());
    }

    private static ImmutableList<String> askedWords(TaskData data, Example example) {
        return switch (data.task().name()) {
            case "word-and-definition" -> Lists.immutable.with(example.text());
            case "same-sense" ->
                Lists.immutable.with(example.text().substring(0, example.text().indexOf(": ")));
            default -> Lists.immutable.with(example.text(), example.pair());
        };
    }

    private static String use(String text) {
        return text.substring(text.indexOf(": ") + 2);
    }
}
