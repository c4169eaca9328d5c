package panamoe.trainer.tasks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.files.MalformedRows.Mode;

/** Small sound and malformed files in every format. */
class FormatsTest {

    @TempDir
    private Path temporary;

    private Folder folder;

    @BeforeEach
    void makeFolder() {
        folder = new Folder(temporary);
    }

    private static final String FILES = """
            files: {train: train, dev: dev, test: test}
            """;

    /** The same rows in all three parts. */
    private Folder with(String text) {
        return folder.with("train", text).with("dev", text).with("test", text);
    }

    private void assertRefused(String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.STRICT))
                .withMessage(message);
    }

    private void assertRowRefused(String message) {
        assertRefused(message + "; --malformed skip leaves such rows out");
    }

    private static final String TSV = """
            kind: pair
            format: tsv
            header: true
            columns: {text: "#1", pair: "#2", label: Quality}
            labels: {0: different, 1: same}
            metric: [accuracy, f1]
            """ + FILES;

    @Test
    void aQuoteIsTextInTsv() {
        with("\uFEFFQuality\t#1\t#2\r\n1\tHe said \"yes\tA \"b\" c\r\n\r\n0\t \"one\" \ttwo\r\n")
                .withTask(TSV);

        assertThat(folder.rows(Split.TRAIN)).containsExactly("\"one\"|two|different", "He said \"yes|A \"b\" c|same");
        assertThat(folder.task().task().metrics()).containsExactly(Metric.ACCURACY, Metric.F1);
    }

    /** With numbered columns, only the values show whether the first row is a header or an example that would be lost. */
    @Test
    void anExampleIsNotAcceptedAsAHeader() {
        String numbered = "format: tsv\nheader: true\n" + FILES;
        folder.withTask("kind: single\ncolumns: {text: 1, label: 2}\n" + numbered);
        with("one\tyes\ntwo\tno\nthree\tyes\nfour\tno\n");
        assertRefused("train: header: true, but the first row has the label \"yes\" like other rows: expected column"
                + " names; leave out header: true if the file has no header");
        with("text\tlabel\ntwo\tno\nthree\tyes\nfour\tno\n");
        assertThat(folder.rows(Split.TRAIN)).hasSize(3);

        folder.withTask("kind: regression\nrange: [0, 1]\ncolumns: {text: 1, score: 2}\n" + numbered);
        with("one\t0.5\ntwo\t0.25\n");
        assertRefused("train: header: true, but the first row has the score \"0.5\" like other rows: expected column"
                + " names; leave out header: true if the file has no header");
    }

    @Test
    void carriageReturnsAloneAreRefused() {
        folder.withTask("kind: single\nformat: tsv\nheader: true\ncolumns: {text: text, label: label}\n" + FILES);
        with("text\tlabel\rone\tyes\rtwo\tno\r");
        assertRefused("train: its lines end with carriage returns only (CR): expected line feeds (LF) or both"
                + " (CRLF); convert it, for example with tr '\\r' '\\n'");
    }

    @Test
    void malformedRowsOfTsvAreReported() {
        String sound = "Quality\t#1\t#2\n1\ta\tb\n0\tc\td\n";
        with(sound).withTask(TSV);

        folder.with("dev", sound + "1\tonly two\n");
        assertRowRefused("dev:4: 2 fields: expected 3 as in the first row");
        folder.with("dev", sound + "2\ta\tb\n");
        assertRowRefused(
                "dev:4: label \"2\": expected one of 0, 1; add it to tasks.task.labels, or set other-labels: leave-out");
        folder.with("dev", sound + "1\t \tb\n");
        assertRowRefused("dev:4: blank text");
        folder.with("dev", sound + "1\ta\t\n");
        assertRowRefused("dev:4: blank pair");
        folder.with("dev", "Quality\t#1\tsecond\n");
        assertRefused(
                "tasks.task.columns.pair: no column \"#2\" in dev: expected one of Quality, #1, second, or a number from 1 to"
                        + " 3; did you mean \"#1\"?");
        folder.with("dev", "");
        assertRefused("dev: no rows");
    }

    @Test
    void malformedRowsAreSkippedAndCounted() {
        with("Quality\t#1\t#2\n1\ta\tb\n2\te\tf\n0\tc\td\n1\tg\n").withTask(TSV);

        TaskFolder read = folder.read(Mode.SKIP);

        assertThat(read.malformed().count()).isEqualTo(6);
        assertThat(read.malformed().first()).isEqualTo("train:3: label \"2\": expected one of 0, 1");
        assertThat(read.tasks().getFirst().rows()).isEqualTo("2 / 2 / 2");
        assertThat(Folder.rows(read.tasks().getFirst().data(), Split.TRAIN))
                .containsExactly("a|b|same", "c|d|different");
    }

    @Test
    void aFieldOfCsvMaySpanLines() {
        with("""
                "One, and ""two""
                ",three,yes
                four,"five",no
                six,seven,perhaps
                """).withTask("""
                        kind: pair
                        format: csv
                        columns: {text: 1, pair: 2, label: 3}
                        labels: [no, yes, perhaps]
                        """ + FILES);

        assertThat(folder.rows(Split.TEST))
                .containsExactly("One, and \"two\"|three|yes", "four|five|no", "six|seven|perhaps");
        folder.with("test", "\"a\nb\",c,no\nd,e,maybe\n");
        assertRowRefused(
                "test:3: label \"maybe\": expected one of no, yes, perhaps; add it to tasks.task.labels, or set other-labels: leave-out");
        folder.with("test", "a,b,no\nc,d,e,yes\n");
        assertRowRefused("test:2: 4 fields: expected 3 as in the first row");
        folder.with("test", "a,b,no\nc,\"d\"e,yes\n");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.SKIP))
                .withMessageContaining("line 2");
        folder.with("test", "a,b,no\nc,\"d,yes\n");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.SKIP))
                .withMessageStartingWith("test: after 1 rows: ")
                .withMessageEndingWith("are its quotes text (quotes: false)?");
    }

    @Test
    void scoresHaveARange() {
        with("a,b,0\nc,d,2.5\n").withTask("""
                kind: regression
                format: csv
                columns: {text: 1, pair: 2, score: 3}
                range: [0, 5]
                metric: [pearson, spearman]
                """ + FILES);

        TaskData data = folder.task();
        assertThat(Folder.rows(data, Split.DEV)).containsExactly("a|b|0.0", "c|d|2.5");
        assertThat(data.task().range()).isEqualTo(new ScoreRange(0, 5));
        assertThat(data.task().pair()).isTrue();
        assertThat(data.task().classes()).isOne();
        assertThat(data.meanScore()).isEqualTo(1.25);
        assertThat(data.meanScoreError(Split.TEST)).isEqualTo(1.25);
        assertThat(data.baseline(Split.TEST)).isZero();

        folder.with("test", "a,b,5.5\n");
        assertRowRefused("test:1: score 5.5: expected one from 0.0 to 5.0");
        folder.with("test", "a,b,1\na,b,high\n");
        assertRowRefused("test:2: score \"high\": expected a number");
        folder.with("test", "a,b,NaN\n");
        assertRowRefused(
                "test:1: score \"NaN\": expected a number, or header: true if the first row names the columns");
    }

    @Test
    void jsonRowsAreListsOrObjects() {
        folder.with("data.json", """
                {"other": [["x"]],
                 "inner": {"a/b": [
                    ["turn left", "left"],
                    ["turn right", "right"],
                    ["what?", "oos"]]},
                 "test": [
                    {"t": "go left", "l": "left"},
                    {"t": "go right"}]}
                """);
        String lists = """
                kind: single
                format: json
                columns: {text: 1, label: 2}
                labels: {from: "names.json#/all"}
                other-labels: %s
                files: {train: "data.json#/inner/a~1b", dev: "data.json#/inner/a~1b", test: "data.json#/inner/a~1b"}
                """;
        folder.with("names.json", "{\"all\": [\"left\", \"right\"]}").withTask(lists.formatted("leave-out"));
        assertThat(folder.rows(Split.TRAIN)).containsExactly("turn left|left", "turn right|right");
        assertThat(folder.read(Mode.STRICT).tasks().getFirst().rows()).isEqualTo("2 / 2 / 2");

        folder.withTask(lists.formatted("refuse"));
        assertRowRefused(
                "data.json:5: label \"oos\": expected one of left, right; add it to tasks.task.labels, or set other-labels: leave-out");

        folder.withTask("""
                kind: single
                format: json
                columns: {text: t, label: l}
                labels: [left, right]
                files: {train: "data.json#/test"}
                """);
        assertRowRefused("data.json:8: no key \"l\" for the label: expected one of t");
        folder.withTask(lists.formatted("refuse").replace("inner", "outer"));
        assertRefused("data.json: no key \"outer\" on the way to /outer/a~1b");
        folder.with("data.json", "{\"inner\": {\"a/b\":\n [}");
        folder.withTask(lists.formatted("refuse"));
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.SKIP))
                .withMessageStartingWith("data.json:2: not JSON");
    }

    @Test
    void linesMayHaveTheLabelOfTheirFile() {
        folder.with("good", "fine\n\n  \nnice , really\n").with("bad", "awful").withTask("""
                        kind: single
                        format: lines
                        labels: [bad, good]
                        files:
                          train: [{file: good, label: good}, {file: bad, label: bad}]
                          dev: {file: bad, label: bad}
                          test: {file: good, label: good}
                        """);

        assertThat(folder.rows(Split.TRAIN)).containsExactly("awful|bad", "fine|good", "nice , really|good");
        assertThat(folder.read(Mode.STRICT).tasks().getFirst().rows()).isEqualTo("2+1 / 1 / 2");
    }

    @Test
    void aPatternExtractsTheFieldsOfALine() {
        with("LOC:city Where is Rome ?\nHUM:ind Who is it ?\n").withTask("""
                kind: single
                format: lines
                pattern: '(?<label>[A-Z]+):\\S+ (?<text>.+)'
                """ + FILES);

        assertThat(folder.task().task().labels()).containsExactly("HUM", "LOC");
        assertThat(folder.rows(Split.DEV)).containsExactly("Where is Rome ?|LOC", "Who is it ?|HUM");
        folder.with("dev", "LOC:city Where is Rome ?\nWho is it ?\n");
        assertRowRefused("dev:2: does not match the pattern (?<label>[A-Z]+):\\S+ (?<text>.+)");
    }

    @Test
    void parallelFilesCorrespondLineByLine() {
        folder.with("text", "so sad\nso glad\n").with("label", "0 \n1\n").withTask("""
                kind: single
                format: parallel
                labels: {0: sad, 1: glad}
                files:
                  train: &all {text: text, labels: label}
                  dev: {text: text, labels: label}
                  test: {text: text, labels: label}
                """);

        assertThat(folder.rows(Split.TRAIN)).containsExactly("so glad|glad", "so sad|sad");
        folder.with("label", "0\n1\n1\n");
        assertRefused("label: 3 lines: expected 2 as in text");
    }

    @Test
    void bytesMustBeValidInTheEncodingOfTheManifest() {
        String keys = """
                kind: single
                format: lines
                encoding: %s
                files:
                  train: [{file: one, label: one}, {file: two, label: two}]
                  dev: {file: one, label: one}
                  test: {file: two, label: two}
                """;
        Charset windows = Charset.forName("windows-1252");
        folder.with("one", "plain\nit\u2019s na\u00EFve \u2026\n", windows)
                .with("two", "other\n")
                .withTask(keys.formatted("windows-1252"));
        assertThat(folder.rows(Split.DEV)).containsExactly("it\u2019s na\u00EFve \u2026|one", "plain|one");

        folder.withTask(keys.formatted("utf-8"));
        assertRowRefused(
                "one:2: bytes that are not valid in UTF-8: set encoding to that of the file, such as windows-1252");
        assertThat(folder.read(Mode.SKIP).malformed().count()).isEqualTo(2);

        folder.with("one", "na\u00EFve\n", StandardCharsets.UTF_16LE).withTask(keys.formatted("utf-16le"));
        assertThat(folder.rows(Split.DEV)).containsExactly("na\u00EFve|one");

        folder.withTask(keys.formatted("utf-9"));
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.STRICT))
                .withMessageContaining("tasks.task.encoding: unknown encoding \"utf-9\"");
    }

    @Test
    void markUpIsStripped() {
        with("in <b><u>red snow</u></b>.\tyes\n12jpg0A boy 12jpg14 men\tno\n").withTask("""
                kind: single
                format: tsv
                columns: {text: 1, label: 2}
                strip: ['</?[bu]>', '\\d+jpg\\d']
                """ + FILES);

        assertThat(folder.rows(Split.TRAIN)).containsExactly("A boy 4 men|no", "in red snow .|yes");
    }

    @Test
    void unlabelledFilesAreCountedAndNotUsed() {
        folder.with("train", "text\tlabel\na\tx\nb\ty\n")
                .with("dev", "text\tlabel\nc\tx\n")
                .with("test", "text\nd\ne\nf\n")
                .withTask("""
                        kind: single
                        format: tsv
                        header: true
                        columns: {text: text, label: label}
                        files: {train: train, dev: dev, test: {file: test, unlabelled: true}}
                        split: {test: dev, dev: 0.5}
                        """);
        folder.with("train", "text\tlabel\na\tx\nb\ty\ng\tx\nh\ty\n");

        assertThat(folder.read(Mode.STRICT).tasks().getFirst().rows()).isEqualTo("4 / 1 / 3 unlabelled");
        assertThat(folder.rows(Split.TEST)).containsExactly("c|x");
        assertThat(folder.task().dev()).hasSize(2);
    }

    @Test
    void aMissingFileIsReported() {
        folder.withTask("""
                kind: single
                format: tsv
                columns: {text: 1, label: 2}
                files: {train: nowhere.tsv}
                """);

        assertRefused(temporary.resolve("nowhere.tsv") + ": no such file");
        folder.withTask("""
                kind: single
                format: tsv
                columns: {text: 1, label: 2}
                files: {train: "no\\0where"}
                """);
        assertRefused("file \"no\\u0000where\": expected a path, Nul character not allowed");
    }
}
