package panamoe.trainer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTreeTest {

    private static final SettingsTree BASE = SettingsTree.ofOptions(Map.of(
            "name", "base",
            "list", List.of(1, 2),
            "group", Map.of("a", 1, "b", 2),
            "form", Map.of("kind", "square", "side", 3)));

    @TempDir
    private Path temporary;

    private SettingsTree file(String yaml) throws IOException {
        return SettingsTree.read(Files.writeString(temporary.resolve("s.yaml"), yaml));
    }

    @Test
    void keysAreMergedAndAnythingElseIsReplaced() throws IOException {
        assertThat(file("{name: over, list: [3], group: {b: 5, c: 6}, form: {side: 4}}")
                        .over(BASE)
                        .toMap())
                .isEqualTo(Map.of(
                        "name", "over",
                        "list", List.of(3),
                        "group", Map.of("a", 1, "b", 5, "c", 6),
                        "form", Map.of("kind", "square", "side", 4)));
        assertThat(BASE.toMap()).as("the tree below is unchanged").containsEntry("name", "base");
    }

    @Test
    void aTreeOfAnotherKindTakesOverNoValue() throws IOException {
        assertThat(file("form: {kind: circle, radius: 1}").over(BASE).toMap())
                .containsEntry("form", Map.of("kind", "circle", "radius", 1));
        assertThat(file("form: {kind: square}").over(BASE).toMap())
                .containsEntry("form", Map.of("kind", "square", "side", 3));
    }

    @Test
    void aTopLevelKeyIsReadAsText() throws IOException {
        assertThat(file("{preset: tiny, number: 7}").text("preset")).hasValue("tiny");
        assertThat(file("{preset: tiny, number: 7}").text("number")).hasValue("7");
        assertThat(file("{preset: tiny}").text("data")).isEmpty();
    }

    @Test
    void aListIsRefusedAsText() throws IOException {
        SettingsTree list = file("preset: [tiny]");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> list.text("preset"))
                .withMessage(temporary.resolve("s.yaml") + ": preset: expected a word, got [\"tiny\"]");
    }

    /** One setting of each scalar type that a text must not be taken for. */
    private record Numbers(int whole, long large, double real, boolean flag) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            whole: 010        | whole: expected a whole number, got "010"
            whole: 0x10       | whole: expected a whole number, got "0x10"
            whole: 1_000      | whole: expected a whole number, got "1_000"
            whole: "16"       | whole: expected a whole number, got "16"
            whole: ""         | whole: expected a whole number, got ""
            whole: 1.0        | whole: expected a whole number, got 1.0
            whole: 2147483648 | whole: expected a whole number below 2^31 in size, got 2147483648
            large: 9223372036854775808 | large: expected a whole number below 2^63 in size, got 9223372036854775808
            real: "1.5"       | real: expected a number, got "1.5"
            real: 01.5        | real: expected a number, got "01.5"
            flag: "true"      | flag: expected true or false, got "true"
            flag: yes         | flag: expected true or false, got "yes"
            """)
    void aTextIsRefusedAsNumberOrBoolean(String yaml, String message) throws IOException {
        SettingsTree base = SettingsTree.ofOptions(Map.of("whole", 1, "large", 1, "real", 1, "flag", true));
        assertThat(base.bind(Numbers.class, SettingsYaml.mapper().build())).isEqualTo(new Numbers(1, 1, 1, true));
        SettingsTree whole = file(yaml).over(base);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(
                        () -> whole.bind(Numbers.class, SettingsYaml.mapper().build()))
                .withMessage(temporary.resolve("s.yaml") + ": " + message);
    }

    @Test
    void anUnknownTopLevelKeyIsRefusedWithTheNearestKnownKey() throws IOException {
        SettingsTree unknown = file("nam: x");

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> unknown.over(BASE))
                .withMessageStartingWith(temporary.resolve("s.yaml") + ": nam: unknown key: did you mean \"name\"?");
        assertThatExceptionOfType(UserError.class)
                .as("the command line has no file to name")
                .isThrownBy(() -> SettingsTree.ofOptions(Map.of("nam", "x")).over(BASE))
                .withMessageStartingWith("nam: unknown key: did you mean \"name\"?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            just words  | : expected settings, such as "training: {batch-size: 16}"
            ''          | : expected settings, such as "training: {batch-size: 16}"
            [1, 2]      | : expected settings, such as "training: {batch-size: 16}"
            a: b: c     | :1: not YAML: mapping values are not allowed here
            """)
    void aFileWithoutKeysIsRefused(String yaml, String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> file(yaml))
                .withMessage(temporary.resolve("s.yaml") + message);
    }

    @Test
    void aKeyThatIsGivenTwiceIsRefused() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> file("a: 1\nb: 2\na: 3\n"))
                .withMessage(temporary.resolve("s.yaml") + ":3: key \"a\" is there twice: expected it once");
    }

    @Test
    void aMissingFileIsRefused() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> SettingsTree.read(temporary.resolve("none.yaml")))
                .withMessageContaining("none.yaml: no such file");
    }
}
