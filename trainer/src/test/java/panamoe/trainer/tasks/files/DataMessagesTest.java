package panamoe.trainer.tasks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.files.MalformedRows.Mode;

/** Errors and warnings about folders that do not match their manifest, as the author of a first manifest sees them. */
class DataMessagesTest {

    private static final String FILES = "files: {train: train, dev: dev, test: test}\n";

    private static final String TABLE = "kind: single\nformat: %s\ncolumns: {text: %s, label: %s}\n" + FILES;

    @TempDir
    private Path temporary;

    private Folder folder;

    @BeforeEach
    void makeFolder() {
        folder = new Folder(temporary);
    }

    private Folder with(String text) {
        return folder.with("train", text).with("dev", text).with("test", text);
    }

    private void assertRefused(String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.STRICT))
                .withMessage(message);
    }

    private List<String> warnings(Mode mode) {
        List<String> warnings = new ArrayList<>();
        TaskFolder.read(temporary, null, mode, warnings::add);
        return warnings;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kind: single\\nformat: tsv\\ncolumns: {text: 1, label: 2}\\nfiles: {train: a}
            kind: single\\nformat: csv\\ncolumns: {text: 1, label: 2}\\nfiles: {train: a}
            kind: single\\nformat: jsonl\\ncolumns: {text: 1, label: 2}\\nfiles: {train: a}
            kind: single\\nformat: lines\\npattern: (?<text>.) (?<label>.)\\nfiles: {train: a}
            kind: single\\nformat: parallel\\nfiles: {train: {text: a, labels: a}}
            """)
    void carriageReturnsAloneAreRefusedInFormatsOfLines(String keys) {
        folder.with("a", "one\t0\rtwo\t1\r").withTask(keys.replace("\\n", "\n"));
        assertRefused("a: its lines end with carriage returns only (CR): expected line feeds (LF) or both"
                + " (CRLF); convert it, for example with tr '\\r' '\\n'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE"})
    void wideTextIsReportedWithItsEncoding(String encoding) {
        String text = "some words\t0\nother words\t1\n";
        for (String part : new String[] {"train", "dev", "test"}) {
            folder.with(part, text, Charset.forName(encoding));
        }
        String named = encoding.startsWith("UTF-32") ? "UTF-32" : encoding;
        folder.withTask(TABLE.formatted("tsv", "1", "2"));
        assertRefused("train: looks like " + named + " but is read as UTF-8: set encoding: " + named.toLowerCase());
        folder.withTask(TABLE.formatted("tsv", "1", "2") + "encoding: " + encoding);
        assertThat(folder.task().train()).hasSize(2);
    }

    @Test
    void aTextWithANullCharacterIsNotWideText() {
        with("some\0words in a row\t0\nother words\t1\n").withTask(TABLE.formatted("tsv", "1", "2"));
        assertThat(folder.task().train()).hasSize(2);
        assertThat(WideText.of("\u00FF".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEmpty();
    }

    @Test
    void longValuesAndListsAreShortened() {
        String rows = IntStream.range(0, 300)
                .mapToObj(i -> "some words\tlabel" + i + "\n")
                .collect(Collectors.joining());
        with(rows).withTask(TABLE.formatted("tsv", "1", "2"));
        folder.with("dev", "some words\tlabel1\nsome words\t" + "long ".repeat(4000) + "\n");
        assertRefused(
                "dev:2: label \"" + "long ".repeat(15) + "lo...\": expected one of label0, label1, label10, label100,"
                        + " label101, label102, label103, label104, label105, label106 and 290 more; add it to tasks.task.labels, or set"
                        + " other-labels: leave-out; --malformed skip leaves such rows out");
    }

    @Test
    void aForgottenHeaderIsReportedForColumnsGivenByName() {
        with("sentence\tlabel\nsome words\t0\nother words\t1\n").withTask(TABLE.formatted("tsv", "sentence", "label"));
        assertRefused(
                "tasks.task.columns.text: no column \"sentence\" in train: expected a number from 1 to 2; the first row has"
                        + " that name: set header: true");
    }

    @Test
    void aMissingColumnIsReportedWithItsKey() {
        with("sentence\tlabel\nsome words\t0\nother words\t1\n")
                .withTask(TABLE.formatted("tsv", "sentense", "label") + "header: true\n");
        assertRefused(
                "tasks.task.columns.text: no column \"sentense\" in train: expected one of sentence, label, or a number from"
                        + " 1 to 2; did you mean \"sentence\"?");
        folder.withTask(TABLE.formatted("tsv", "sentence", "label") + "header: true\ngroup: zz\n");
        assertRefused(
                "tasks.task.group: no column \"zz\" in train: expected one of sentence, label, or a number from 1 to 2, or"
                        + " none");
    }

    @Test
    void theFirstRowShowsAnotherSeparator() {
        with("one\t0\ntwo\t1\n").withTask(TABLE.formatted("csv", "1", "2"));
        assertRefused(
                "tasks.task.columns.label: no column \"2\" in train: expected a number from 1 to 1; the first row has tabs:"
                        + " is the format tsv?");
        with("one,0\ntwo,1\n").withTask(TABLE.formatted("tsv", "1", "2"));
        assertRefused(
                "tasks.task.columns.label: no column \"2\" in train: expected a number from 1 to 1; the first row has commas"
                        + " and no tab: is the format csv?");
    }

    @Test
    void labelsWithoutTrainingExamplesAreWarnedOf() {
        with("one\ta\ntwo\tb\nthree\ta\n").withTask(TABLE.formatted("tsv", "1", "2") + "labels: [a, b, c, d]\n");
        assertThat(warnings(Mode.STRICT))
                .containsExactly("tasks.task.labels: 2 of 4 labels have none of the 3 training examples: c, d");
        folder.withTask(TABLE.formatted("tsv", "1", "2") + "labels: [a, b]\n");
        assertThat(warnings(Mode.STRICT)).isEmpty();
    }

    @Test
    void manyMalformedRowsAreWarnedOf() {
        String sound = "one\ta\ntwo\tb\n".repeat(5);
        with(sound + "three\n").withTask(TABLE.formatted("tsv", "1", "2"));
        folder.with("dev", sound).with("test", sound);
        assertThat(warnings(Mode.SKIP)).as("1 of 31").isEmpty();
        folder.with("train", sound + "three\n".repeat(4));
        assertThat(warnings(Mode.SKIP))
                .containsExactly(
                        "tasks.task: 4 of 34 rows are malformed and left out, the first at train:11: 1 fields: expected 2"
                                + " as in the first row");
    }

    @Test
    void anErrorAboutMissingExamplesNamesTheMalformedRows() {
        with("one\ta\ntwo\tb\n").withTask(TABLE.formatted("tsv", "1", "2") + "labels: [x, y]\n");
        folder.with("dev", "one\tx\n").with("test", "one\tx\n");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.SKIP))
                .withMessage("tasks.task: no train examples of task task: expected at least one; malformed rows left"
                        + " out: 2, the first at train:1: label \"a\": expected one of x, y, or header: true if the first row"
                        + " names the columns");
    }

    @Test
    void aFileWithoutRowsIsReported() {
        with("text\tlabel\none\ta\ntwo\tb\n").withTask(TABLE.formatted("tsv", "text", "label") + "header: true\n");
        folder.with("dev", "text\tlabel\n");
        assertRefused("dev: no rows after the header");
        folder.with("train", "{\"t\": \"a\", \"l\": 0}\n{\"t\": \"b\", \"l\": 1}\n")
                .with("dev", "\n\n")
                .withTask(TABLE.formatted("jsonl", "t", "l"));
        assertRefused("dev: no rows");
    }

    @ParameterizedTest
    @CsvSource({"single, 'text: 1, label: 2'", "pair, 'text: 1, pair: 3, label: 2'"})
    void tooFewRowsForADrawAreNotReportedAsSharedTexts(String kind, String columns) {
        folder.with("train", "one\ta\tx\ntwo\tb\ty\nthree\ta\tz\n")
                .withTask("kind: %s\nformat: tsv\ncolumns: {%s}\nfiles: {train: train}\n".formatted(kind, columns));
        assertRefused(
                "tasks.task: too few examples for the shares of the splits: test has 1 of 3 examples, 0.6 were asked for, dev has"
                        + " 0 of 3 examples, 0.3 were asked for; give more rows, larger shares under split, or files of these splits");
    }
}
