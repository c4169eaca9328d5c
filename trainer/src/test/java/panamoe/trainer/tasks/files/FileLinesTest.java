package panamoe.trainer.tasks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.files.MalformedRows.Mode;

/** Lines end at LF and CRLF in every format, and at no other character that some programs treat as a line end. */
class FileLinesTest {

    /** U+0085, U+2028, U+2029, vertical tab, form feed and a carriage return alone. */
    private static final String[] NOT_LINE_ENDS = {"\u0085", "\u2028", "\u2029", "\u000B", "\f", "\r"};

    private static final String FILES = "files: {train: a, dev: a, test: a}\n";

    @TempDir
    private Path temporary;

    private Folder folder;

    @BeforeEach
    void makeFolder() {
        folder = new Folder(temporary);
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (String character : NOT_LINE_ENDS) {
            texts.add("some" + character + "words");
        }
        return texts;
    }

    /** One line per text. In the row template, %1$s is the text and %2$d its label, 0 or 1. */
    private static String file(String row, String lineEnd, boolean endsLast) {
        List<String> lines = new ArrayList<>();
        for (String text : texts()) {
            lines.add(row.formatted(text, lines.size() % 2));
        }
        return String.join(lineEnd, lines) + (endsLast ? lineEnd : "");
    }

    private void assertAllTexts() {
        List<String> expected = new ArrayList<>();
        for (String text : texts()) {
            expected.add(text + "|" + expected.size() % 2);
        }
        assertThat(folder.rows(Split.TRAIN)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @CsvSource({"lf, true", "lf, false", "crlf, true", "crlf, false"})
    void noOtherCharacterEndsALine(String lineEnd, boolean endsLast) {
        String end = lineEnd.equals("lf") ? "\n" : "\r\n";
        String table = "kind: single\nformat: %s\ncolumns: {text: 1, label: 2}\n" + FILES;

        folder.with("a", file("%1$s\t%2$d", end, endsLast)).withTask(table.formatted("tsv"));
        assertAllTexts();
        folder.withTask(table.formatted("tsv") + "quotes: true\n");
        assertAllTexts();
        folder.with("a", file("%1$s,%2$d", end, endsLast)).withTask(table.formatted("csv"));
        assertAllTexts();
        folder.with("a", file("\"%1$s\",%2$d", end, endsLast));
        assertAllTexts();
        folder.with("a", file("%2$d %1$s", end, endsLast))
                .withTask("kind: single\nformat: lines\npattern: '(?<label>\\d) (?<text>.+)'\n" + FILES);
        assertAllTexts();
        String json = file("[\"%1$s\", %2$d]", end, endsLast)
                .replace("some\r", "some\\r")
                .replace("\u000B", "\\u000B")
                .replace("\f", "\\f");
        folder.with("a", json).withTask(table.formatted("jsonl"));
        assertAllTexts();
        folder.with("a", file("%1$s", end, endsLast))
                .with("b", file("%2$d", end, endsLast))
                .withTask("""
                        kind: single
                        format: parallel
                        files:
                          train: &all {text: a, labels: b}
                          dev: *all
                          test: *all
                        """);
        assertAllTexts();
    }

    /** The numbers of lines agree even if the files have different line ends. */
    @ParameterizedTest
    @CsvSource({"crlf, lf", "lf, crlf", "crlf, crlf", "lf, lf"})
    void parallelFilesMayDifferInTheirLineEnds(String ofTexts, String ofLabels) {
        folder.with("a", file("%1$s", ofTexts.equals("lf") ? "\n" : "\r\n", true))
                .with("b", file("%2$d", ofLabels.equals("lf") ? "\n" : "\r\n", false))
                .withTask(
                        "kind: single\nformat: parallel\nfiles: {train: &f {text: a, labels: b}, dev: *f, test: *f}\n");
        assertAllTexts();
        folder.with("b", file("%2$d", "\n", true) + "\n");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.SKIP))
                .withMessage("b: 7 lines: expected 6 as in a");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\u00A0", "\u200B", "\u2003", ""})
    void aBlankLabelIsMalformed(String blank) {
        folder.with("a", "one\tx\ntwo\ty\nthree\t" + blank + "\n")
                .withTask("kind: single\nformat: tsv\ncolumns: {text: 1, label: 2}\n" + FILES);

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.STRICT))
                .withMessage("a:3: blank label; --malformed skip leaves such rows out");
        assertThat(folder.read(Mode.SKIP).tasks().getFirst().data().task().labels())
                .containsExactly("x", "y");
    }

    @Test
    void aMalformedRowAddsNoLabel() {
        folder.with("a", "one\tx\ntwo\ty\n \tz\n")
                .withTask("kind: single\nformat: tsv\ncolumns: {text: 1, label: 2}\n" + FILES);

        assertThat(folder.read(Mode.SKIP).tasks().getFirst().data().task().labels())
                .containsExactly("x", "y");
    }

    /**
     * java.util.regex recurses once per repetition of an alternative. A row that overflows the stack is malformed and does not stop
     * the program.
     */
    @Test
    void aLineThatOverflowsTheStackOfItsPatternIsMalformed() {
        String longText = "long text ".repeat(20_000);
        folder.with("a", "0\tone\n1\ttwo\n1\t" + longText + "\n")
                .withTask("kind: single\nformat: lines\npattern: '(?<label>\\d)\\t(?<text>(?:[^\"]|\"[^\"]*\")+)'\n"
                        + FILES);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.STRICT))
                .withMessageStartingWith("a:3: a line of 200002 characters overflows the stack");
        assertThat(folder.read(Mode.SKIP).malformed().count()).isEqualTo(3);

        folder.with("a", "one\t0\ntwo\t1\n" + longText + "\t1\n")
                .withTask("kind: single\nformat: tsv\ncolumns: {text: 1, label: 2}\nstrip: ['(a|[^b])+c']\n" + FILES);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.STRICT))
                .withMessageStartingWith("a:3: a text of 200000 characters overflows the stack");
    }
}
