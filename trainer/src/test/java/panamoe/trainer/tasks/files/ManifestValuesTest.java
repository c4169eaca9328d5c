package panamoe.trainer.tasks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.files.TaskEntry.Group;
import panamoe.trainer.tasks.files.TaskEntry.Labels;

/** Scalars of a manifest are kept as written. Invalid values are refused with their place. */
class ManifestValuesTest {

    private static TaskEntry task(String keys) {
        return ManifestReader.read("m.yaml", """
                        name: made-up
                        tasks:
                          task:
                            description: What is it?
                            family: f
                        %s""".formatted(keys.indent(4)))
                .tasks()
                .getFirst();
    }

    private static TaskEntry table(String keys) {
        return task("kind: single\nformat: tsv\ncolumns: {text: 1, label: 2}\nfiles: {train: a}\n" + keys);
    }

    private static void assertRefused(String keys, String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> table(keys))
                .withMessage("m.yaml: tasks.task" + message);
    }

    /** Scalars that some version of YAML reads as a number, a boolean, null or a date. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.10",
                "0x10",
                "010",
                "1_000",
                "1e2",
                "+1",
                ".5",
                "yes",
                "no",
                "on",
                "off",
                "true",
                "True",
                "null",
                "~",
                "2020-01-01",
                "12:30",
                ".inf",
                "NaN",
                "<<x"
            })
    void aLabelIsTheTextAsWritten(String label) {
        String[] forms = {
            "labels: [%s, other]",
            "labels: {%s: %1$s, other: other}",
            "labels: [\"%s\", other]",
            "labels:\n  - %s\n  - other"
        };
        for (String form : forms) {
            assertThat(((Labels.Named) table(form.formatted(label)).answers().labels()).names())
                    .as(form)
                    .containsExactly(Map.entry(label, label), Map.entry("other", "other"));
        }
        assertThat(task("kind: single\nformat: lines\nfiles: {train: {file: a, label: %s}}".formatted(label))
                        .files()
                        .values())
                .allSatisfy(sources -> assertThat(sources.getFirst().label()).isEqualTo(label));
    }

    @Test
    void invalidLabelsAreRefused() {
        assertRefused("labels: {0: a, \"\": b}", ".labels: blank label \"\": expected a label as written in the files");
        assertRefused(
                "labels: {0: a, \" \": b}", ".labels: blank label \" \": expected a label as written in the files");
        assertRefused("labels: {0: a, 1: \"\\u00A0\"}", ".labels.1: expected a word or text, got \"\u00A0\"");
        assertRefused("labels: {0: a, 1: }", ".labels.1: expected a word or text, got \"\"");
        assertRefused("labels: [a, [b]]", ".labels[2]: expected a word or text, got [\"b\"]");
        assertRefused(
                "labels: {0: negative, 1: negative}",
                ".labels: expected at least two different labels, got \"negative\" for each of 0, 1");
        assertRefused("labels: [a]", ".labels: expected at least two different labels, got a");
        assertRefused("labels: [a, b, a]", ".labels: label \"a\" is there twice: expected it once");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            split: {dev: 1e-1f}       | .split.dev: "1e-1f": expected one of train, dev, test, or a share of the training rows such as 0.1
            split: {dev: 0x1}         | .split.dev: "0x1": expected one of train, dev, test, or a share of the training rows such as 0.1
            split: {dev: 0.4, test: 0.6} | : split: shares of 1.0 in all: expected less than 1, since train takes the rest
            header: yes               | .header: expected true or false, got "yes"
            """)
    void numbersAndBooleansAreStrict(String keys, String message) {
        assertRefused(keys, message);
    }

    @Test
    void theEndsOfARangeAreDecimals() {
        String keys =
                "kind: regression\nformat: tsv\ncolumns: {text: 1, score: 2}\nfiles: {train: a}\nrange: [%s, 1e2]";
        assertThat(task(keys.formatted("-.5")).answers().range().low()).isEqualTo(-0.5);
        for (String low : new String[] {"NaN", ".nan", "-.inf", "1_0", "0x1", "1d", "1e999"}) {
            assertThatExceptionOfType(UserError.class)
                    .isThrownBy(() -> task(keys.formatted(low)))
                    .withMessage("m.yaml: tasks.task.range[1]: \"" + low + "\": expected a number");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [0, 1e39]      | .range[2]: 1e39: expected a number within single precision, 0 or 1.4e-45 to 3.4e38
            [0, 1e-60]     | .range[2]: 1e-60: expected a number within single precision, 0 or 1.4e-45 to 3.4e38
            [-3e38, 3e38]  | .range: score range -3.0E38 to 3.0E38: expected low < high, and less than 3.4e38 between them
            """)
    void aRangeIsWithinSinglePrecision(String range, String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() ->
                        task("kind: regression\nformat: tsv\ncolumns: {text: 1, score: 2}\nfiles: {train: a}\nrange: "
                                + range))
                .withMessage("m.yaml: tasks.task" + message);
    }

    @Test
    void aMissingKeyIsShownWithAnExample() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(
                        () -> task("kind: regression\nformat: tsv\ncolumns: {text: 1, score: 2}\nfiles: {train: a}"))
                .withMessage("m.yaml: tasks.task: key \"range\" is missing: expected one such as range: [0, 5]");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> task("format: tsv"))
                .withMessage("m.yaml: tasks.task: key \"kind\" is missing: expected one such as kind: single");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing yet\n", "{}"})
    void anEmptyManifestIsRefusedAsEmpty(String yaml) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> ManifestReader.read("m.yaml", yaml))
                .withMessage("m.yaml: the manifest is empty: expected name and tasks, as docs/tasks.md describes them");
    }

    @Test
    void otherWordsForSplitsAreUnderstood() {
        for (String word : new String[] {"valid", "validation", "val"}) {
            assertThatExceptionOfType(UserError.class)
                    .isThrownBy(() -> table("split: {%s: 0.1}".formatted(word)))
                    .withMessageContaining("unknown key \"" + word + "\": did you mean \"dev\"?");
            assertThatExceptionOfType(UserError.class)
                    .isThrownBy(() ->
                            task("kind: single\nformat: tsv\ncolumns: {text: 1, label: 2}\nfiles: {train: a, %s: b}"
                                    .formatted(word)))
                    .withMessageContaining("unknown key \"" + word + "\": did you mean \"dev\"?");
        }
    }

    /** Labelled files that no split uses are probably a mistake. */
    @Test
    void filesThatNoSplitUsesAreRefused() {
        String files =
                "kind: single\nformat: tsv\ncolumns: {text: 1, label: 2}\nfiles: {train: a, dev: b, test: %s}\nsplit: %s";
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> task(files.formatted("c", "{dev: 0.2}")))
                .withMessage(
                        "m.yaml: tasks.task: split: no split would use files.dev: leave these files out, or set split: {dev: dev}");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> task(files.formatted("c", "{dev: test, test: 0.2}")))
                .withMessageContaining("no split would use files.dev");
        assertThat(task(files.formatted("{file: c, unlabelled: true}", "{test: dev, dev: 0.2}"))
                        .splits())
                .hasSize(3);
    }

    @Test
    void aGroupIsAColumnOrAGroupOfThePattern() {
        assertThat(table("").group()).isEqualTo(new Group.Texts());
        assertThat(table("group: none").group()).isEqualTo(new Group.None());
        assertThat(table("group: 3").group()).isEqualTo(new Group.Column("3"));
        String lines = "kind: single\nformat: lines\npattern: '(?<user>.) (?<label>.) (?<text>.)'\nfiles: {train: a}\n";
        assertThat(task(lines + "group: user").group()).isEqualTo(new Group.Column("user"));
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> task(lines + "group: usr"))
                .withMessageContaining("tasks.task.group: \"usr\": expected none or a group of the pattern");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(
                        () -> task("kind: single\nformat: parallel\nfiles: {train: {text: a, labels: b}}\ngroup: user"))
                .withMessage("m.yaml: tasks.task.group: \"user\": expected none, since the files have no columns");
    }

    @Test
    void onlyJsonHasPointers() {
        assertThat(task("kind: single\nformat: tsv\ncolumns: {text: 1, label: 2}\nfiles: {train: \"a#1\"}")
                        .files()
                        .values()
                        .iterator()
                        .next()
                        .getFirst()
                        .file())
                .isEqualTo("a#1");
    }
}
