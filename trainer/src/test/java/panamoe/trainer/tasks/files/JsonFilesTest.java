package panamoe.trainer.tasks.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.files.MalformedRows.Mode;

/** JSON files are read to their ends, as one value or as one value per line. Scalars are kept as written. */
class JsonFilesTest {

    private static final String KEYS = """
            kind: single
            format: %s
            columns: {text: t, label: l}
            files: {train: "%2$s", dev: "%2$s", test: "%2$s"}
            """;

    @TempDir
    private Path temporary;

    private Folder folder;

    @BeforeEach
    void makeFolder() {
        folder = new Folder(temporary);
    }

    private void assertRefused(Mode mode, String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(mode))
                .withMessage(message);
    }

    @Test
    void numbersAndBooleansAreKeptAsWritten() {
        folder.with("a", """
                [{"t": "one", "l": 1.10}, {"t": "two", "l": 1.1}, {"t": "three", "l": 1e2},
                 {"t": "four", "l": true}, {"t": 5.0, "l": "1.100"}, {"t": "six", "l": -0}]
                """).withTask(KEYS.formatted("json", "a"));

        assertThat(folder.rows(Split.TRAIN))
                .containsExactly("5.0|1.100", "four|true", "one|1.10", "six|-0", "three|1e2", "two|1.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            #/x | {"x": [@]} {}                   | a:1: something follows the end of the JSON value: expected one value in the file
            #/x | {"x": [@], "y": 1} 2            | a:1: something follows the end of the JSON value: expected one value in the file
            ``  | [@], [@]                        | a:1: not JSON: something unexpected at column
            ``  | [@] [@]                         | a:1: something follows the end of the JSON value: expected one value in the file
            ``  | [@]]                            | a:1: not JSON: something unexpected at column
            #/x | {"x": [@], "y": [               | a:1: not JSON: it ends too early
            #/x | {"x": [@]                       | a:1: not JSON: it ends too early
            #/x | {"x": [@], "x": []}             | a:1: not JSON: key "x" stands twice in an object
            ``  | [@, {"t": "a", "t": "b"}]       | a:1: not JSON: key "t" stands twice in an object
            ``  | {"t": "a"}                      | a: no list at "": expected one, as in #/train, or format: jsonl for a value per line
            """)
    void aFileIsOneValue(String pointer, String text, String message) {
        folder.with("a", text.replace("@", "{\"t\": \"one\", \"l\": 0}, {\"t\": \"two\", \"l\": 1}"))
                .withTask(KEYS.formatted("json", "a" + (pointer == null ? "" : pointer)));
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> folder.read(Mode.SKIP))
                .withMessageStartingWith(message);
    }

    @Test
    void otherValuesThanTheListAreSkipped() {
        folder.with("a", """
                {"before": {"x": [1, {"y": []}]},
                 "x": {"rows": [{"t": "one", "l": 0, "more": {"t": [2]}}, {"t": "two", "l": 1}], "more": [[]]},
                 "after": [[{}]]}

                """).withTask(KEYS.formatted("json", "a#/x/rows"));
        assertThat(folder.rows(Split.DEV)).containsExactly("one|0", "two|1");
    }

    @Test
    void jsonLinesHaveAValuePerLine() {
        folder.with("a", "\uFEFF{\"t\": \"one\", \"l\": 1.10}\r\n\n  \n{\"l\": \"x\", \"t\": \"two\"}")
                .withTask(KEYS.formatted("jsonl", "a"));
        assertThat(folder.rows(Split.TRAIN)).containsExactly("one|1.10", "two|x");
        folder.with("a", "[\"one\", 0]\n[\"two\", 1]\n")
                .withTask(KEYS.formatted("jsonl", "a").replace("t, label: l", "1, label: 2"));
        assertThat(folder.rows(Split.TRAIN)).containsExactly("one|0", "two|1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"t": "a", "l":                | not JSON: it ends too early
            {"t": "a", "l": 0} {}          | something follows the end of the JSON value: expected one value
            {"t": "a", "l": 0} x           | not JSON: something unexpected at column 20
            {"t": "a", "l": 0, "l": 1}     | not JSON: key "l" stands twice in an object
            {"t": "a", "l": NaN}           | not JSON: something unexpected at column 20
            {"t": "a\\ud800", "l": 0}      | text has the unpaired UTF-16 surrogate \\ud800: expected a surrogate pair
            {"t": "a", "l": null}          | key "l" for the label is null, a list or an object: expected a string, number or boolean
            {"t": "a", "l": [0]}           | key "l" for the label is null, a list or an object: expected a string, number or boolean
            {"t": "a", "lab": 0}           | no key "l" for the label: expected one of t, lab
            {"t2": "a", "l": 0}            | no key "t" for the text: expected one of t2, l; did you mean "t2"?
            ["a", 0]                       | no element "t" for the text: expected a number from 1 to 2
            "a"                            | a single value: expected an object with key "t" for the text, or a list
            """)
    void aMalformedLineIsAMalformedRow(String line, String problem) {
        folder.with("a", "{\"t\": \"one\", \"l\": 0}\n{\"t\": \"two\", \"l\": 1}\n" + line + "\n")
                .withTask(KEYS.formatted("jsonl", "a"));

        assertRefused(Mode.STRICT, "a:3: " + problem + "; --malformed skip leaves such rows out");
        assertThat(folder.read(Mode.SKIP).malformed().count()).isEqualTo(3);
        assertThat(folder.read(Mode.SKIP).tasks().getFirst().rows()).isEqualTo("2 / 2 / 2");
    }

    @Test
    void listedLabelsAreKeptAsWritten() {
        folder.with("a", "{\"t\": \"one\", \"l\": 1.10}\n{\"t\": \"two\", \"l\": \"x\"}\n")
                .with("names", "[\"x\", 1.10]")
                .withTask(KEYS.formatted("jsonl", "a") + "labels: {from: names}\n");
        assertThat(folder.task().task().labels()).containsExactly("x", "1.10");

        folder.with("names", "[\"x\", \"x\"]");
        assertRefused(Mode.STRICT, "names: label \"x\" is there twice: expected it once");
        folder.with("names", "[\"x\",\n\" \"]");
        assertRefused(Mode.STRICT, "names:2: expected a text, got \" \"");
        folder.with("names", "[\"x\", [1]]");
        assertRefused(Mode.STRICT, "names:1: expected a text, got a list or an object");
        folder.with("names", "[\"x\", \"y\"] 1");
        assertRefused(
                Mode.STRICT, "names:1: something follows the end of the JSON value: expected one value in the file");
    }
}
