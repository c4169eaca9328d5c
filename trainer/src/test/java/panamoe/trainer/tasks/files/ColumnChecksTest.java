package panamoe.trainer.tasks.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Warnings about columns that are probably wrong in the manifest. */
class ColumnChecksTest {

    @TempDir
    private Path temporary;

    private Folder folder;

    @BeforeEach
    void makeFolder() {
        folder = new Folder(temporary);
    }

    private Folder with(String first, IntFunction<String> row, String columns) {
        String rows = IntStream.range(0, 60).mapToObj(row).collect(Collectors.joining("\n", "", "\n"));
        return folder.with("a", first + rows)
                .withTask("""
                kind: %s
                format: tsv
                columns: {%s}
                files: {train: a, dev: a, test: a}
                """.formatted(columns.contains("pair") ? "pair" : "single", columns));
    }

    private static String sound(int i) {
        return "some words " + i + "\tlabel " + i % 3;
    }

    @Test
    void soundFilesGiveNoWarning() {
        assertThat(with("", ColumnChecksTest::sound, "text: 1, label: 2").warnings())
                .isEmpty();
        assertThat(with("", i -> "word" + (char) ('a' + i % 26) + "\tx" + i % 2, "text: 1, label: 2")
                        .warnings())
                .as("single words")
                .isEmpty();
        assertThat(with("one of a kind\tlabel 9\n", ColumnChecksTest::sound, "text: 1, label: 2")
                        .with("a", "once\trare\n" + sound(1) + "\n" + sound(2) + "\nagain\tlabel 1\nmore\tother\n")
                        .warnings())
                .as("rare labels")
                .isEmpty();
        assertThat(with("", i -> "to peace\ttweet " + i + "\tx" + i % 2, "text: 1, pair: 2, label: 3")
                        .warnings())
                .as("a prompt")
                .isEmpty();
    }

    @Test
    void aForgottenHeaderIsReported() {
        String expected =
                "a:1: the first row looks like the names of columns (text \"%s\", label \"%s\", which no other row"
                        + " has): set header: true if it is";
        assertThat(with("sentence\tgold\n", ColumnChecksTest::sound, "text: 1, label: 2")
                        .warnings())
                .containsOnly(expected.formatted("sentence", "gold"))
                .hasSize(3);
        assertThat(with("foo\tbar\n", ColumnChecksTest::sound, "text: 1, label: 2")
                        .warnings())
                .containsOnly(expected.formatted("foo", "bar"));
    }

    @Test
    void idsInPlaceOfTextsAreReported() {
        String expected =
                "a: the %s, column 1, looks like numbers or ids (\"%s\", \"%s\"), not like texts: is it the right column?";
        assertThat(with("", i -> i + "\tx" + i % 2, "text: 1, label: 2").warnings())
                .containsExactly(expected.formatted("text", "0", "1"));
        assertThat(with("", i -> "img-" + i + ".png\tx" + i % 2, "text: 1, label: 2")
                        .warnings())
                .containsExactly(expected.formatted("text", "img-0.png", "img-1.png"));
        assertThat(with("", i -> i + "\tsome words " + i + "\tx" + i % 2, "pair: 1, text: 2, label: 3")
                        .warnings())
                .containsExactly(expected.formatted("pair", "0", "1"));
    }

    @Test
    void swappedColumnsAreReported() {
        assertThat(with("", ColumnChecksTest::sound, "text: 2, label: 1").warnings())
                .containsExactly(
                        "a: the text, column 2, has 3 different values in 60 rows (\"label 0\"), as labels have: is it the"
                                + " right column?",
                        "a: the label, column 1, has 60 different values in 60 rows (\"some words 0\"), as texts have: is it"
                                + " the right column?");
        assertThat(with("", i -> "some words " + i + "\tyes\tx" + i % 2, "text: 1, pair: 2, label: 3")
                        .warnings())
                .containsExactly(
                        "a: the pair, column 2, has 1 different values in 60 rows (\"yes\"), as labels have: is it"
                                + " the right column?");
    }
}
