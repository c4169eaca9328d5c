package panamoe.trainer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class YamlReaderTest {

    private static JsonNode read(String yaml) {
        return YamlReader.read("y", yaml, new TypedScalars());
    }

    private static void assertReads(String yaml, String json) {
        assertThat(read(yaml)).as(yaml).isEqualTo(JsonMapper.shared().readTree(json));
        assertThat(read(yaml).toString())
                .as("order of %s", yaml)
                .isEqualTo(JsonMapper.shared().readTree(json).toString());
    }

    @Test
    void anAliasStandsForTheValueOfItsAnchor() {
        assertReads("a: &x 1.5\nb: *x\n", "{\"a\": 1.5, \"b\": 1.5}");
        assertReads("a: &x {k: [1, &y two]}\nb: *x\nc: [*y, *x]\n", """
                {"a": {"k": [1, "two"]}, "b": {"k": [1, "two"]}, "c": ["two", {"k": [1, "two"]}]}""");
        assertReads("a: &x key\n*x : 2\n", "{\"a\": \"key\", \"key\": 2}");
        assertReads("a: &x 1\nb: *x\nc: &x 2\nd: *x\n", "{\"a\": 1, \"b\": 1, \"c\": 2, \"d\": 2}");
    }

    @Test
    void ownKeysReplaceMergedOnes() {
        assertReads("a: &x {k: 1, l: 2}\nb: {m: 3, <<: *x, l: 4}\n", """
                {"a": {"k": 1, "l": 2}, "b": {"k": 1, "l": 4, "m": 3}}""");
        assertReads("a: &x {k: 1}\nb: &y {k: 2, l: 3}\nc: {<<: [*x, *y]}\n", """
                {"a": {"k": 1}, "b": {"k": 2, "l": 3}, "c": {"k": 1, "l": 3}}""");
        assertReads("a: {\"<<\": 1}\n", "{\"a\": {\"<<\": 1}}");
    }

    @Test
    void valuesHaveTheTypesOfTheCoreSchema() {
        assertReads("[1, -2, 1.50, 1e3, .5, true, False, null, ~, 'true', \"1\", !!str 1, yes, 12345678901]", """
                [1, -2, 1.5, 1000.0, 0.5, true, false, null, null, "true", "1", "1", "yes", 12345678901]""");
        assertReads("[010, 0x10, 0o7, 1_000, 1:30]", "[\"010\", \"0x10\", \"0o7\", \"1_000\", \"1:30\"]");
        assertReads("--- # one document\na: 1\n...\n", "{\"a\": 1}");
        assertThat(read("# nothing").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a: *x                        | y:1: alias *x: no anchor &x before it
            a: &x [*x]                   | y:1: alias *x: no anchor &x before it
            a: !what 1                   | y:1: tag !what: expected none
            a: !!binary aGk=             | y:1: tag !!binary: expected none
            a: !!set {b}                 | y:1: tag !!set: expected none
            a: {b: 1, b: 2}              | y:1: key "b" is there twice: expected it once
            a: {<<: 1}                   | y:1: << with 1: expected a map or a list of maps
            a: {<<: {}, <<: {}}          | y:1: key "<<" is there twice: expected it once
            a: {[b]: 1}                  | y:1: a list or map as a key: expected a word or text
            a: .nan                      | y:1: .nan: expected a finite number
            a: -.Inf                     | y:1: -.Inf: expected a finite number
            a: 'NaN'                     | y:1: NaN: expected a finite number
            a: 1e999                     | y:1: "1e999": expected a number
            """)
    void invalidContentIsRefusedWithItsLine(String yaml, String message) {
        assertThatExceptionOfType(UserError.class).isThrownBy(() -> read(yaml)).withMessage(message);
    }

    @Test
    void aFileIsOneDocument() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> read("a: 1\n---\nb: 2\n"))
                .withMessage("y:2: a second document begins: expected one in a file");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> read("a: 1\n...\nb\n"))
                .withMessageStartingWith("y:3: not YAML: ");
    }

    @Test
    void anotherVersionIsNamed() {
        assertThat(read("%YAML 1.2\n---\na: 1\n").get("a").intValue()).isEqualTo(1);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> read("%YAML 9.9\n---\na: 1\n"))
                .withMessage("y: YAML 9.9: expected 1.2");
    }

    /** Eight levels of ten aliases each: a few lines stand for 10^8 values. */
    @Test
    void tooManyValuesAndTooDeepNestingAreRefused() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [1]\n");
        for (int i = 1; i <= 8; i++) {
            yaml.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        }
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> read(yaml.toString()))
                .withMessageEndingWith("more than 100000 values with those that aliases stand for");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> read("[".repeat(50_000)))
                .withMessage("y:1: more than 100 lists and maps within each other");
    }
}
