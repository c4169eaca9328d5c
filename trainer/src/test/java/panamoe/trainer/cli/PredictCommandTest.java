package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.product.BrokenModel;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.Prediction;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.WordModel;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers of the tiny model, line by line. */
class PredictCommandTest {

    @TempDir
    private static Path temporary;

    private static WordModel tiny;

    @BeforeAll
    static void train() throws IOException {
        tiny = WordModel.train(temporary);
    }

    private record Outcome(int exitCode, String out, String err) {}

    private static Outcome run(String input, String... options) {
        return run(tiny.folder(), input.getBytes(StandardCharsets.UTF_8), options);
    }

    private static Outcome run(Path model, byte[] input, String... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return run(model, new ByteArrayInputStream(input), out, options);
    }

    private static Outcome run(Path model, InputStream in, OutputStream out, String... options) {
        StringWriter err = new StringWriter();
        CommandLine command = Errors.handledBy(new CommandLine(new PredictCommand(in, new ResultOutput(out))))
                .setErr(new PrintWriter(err));
        String[] args = Stream.concat(
                        Stream.of(model.toString(), "--backend", "scalar", "--threads", "1"), Stream.of(options))
                .toArray(String[]::new);
        int exitCode = command.execute(args);
        String written = out instanceof ByteArrayOutputStream bytes ? bytes.toString(StandardCharsets.UTF_8) : "";
        return new Outcome(exitCode, written, err.toString());
    }

    private static List<String> answers(String input, String... options) {
        Outcome outcome = run(input, options);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        return outcome.out().lines().toList();
    }

    private static void assertRefused(Outcome outcome, String answered, String message) {
        assertThat(outcome.err()).isEqualTo("panamoe: " + message + System.lineSeparator());
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEqualTo(answered);
    }

    private static Prediction predicted(String task, String text, String pair) {
        try (Backend backend = Backends.create("scalar", 1);
                MultiTaskClassifier model = MultiTaskClassifier.load(tiny.folder(), backend)) {
            return model.predictInputs(task, List.of(new TextInput(text, pair))).getFirst();
        }
    }

    private static String line(Prediction.Label answer) {
        return String.format(Locale.ROOT, "%s\t%.4f", answer.label(), answer.probability());
    }

    /** 200 lines are more than the 64 that are answered together. */
    @Test
    void linesAreAnsweredInTheirOrder() {
        List<String> texts = IntStream.range(0, 200)
                .mapToObj(i -> i % 3 + " " + (3 + i % 20))
                .toList();
        List<String> answers = answers(String.join("\n", texts), "--task", "first");
        assertThat(answers).hasSize(200);
        for (int i : new int[] {0, 1, 2, 63, 64, 65, 199}) {
            assertThat(answers.get(i)).isEqualTo(line((Prediction.Label) predicted("first", texts.get(i), null)));
        }
        assertThat(answers.stream()
                        .map(line -> line.substring(0, line.indexOf('\t')))
                        .distinct())
                .as("different labels")
                .hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 7\n\n1 8\n", "0 7\r\n \t\r\n1 8\r\n", "\uFEFF0 7\n\n1 8", "0 7\n\u200B\u00A0\n1 8\n"})
    void aBlankLineIsAnsweredByABlankLine(String input) {
        assertThat(answers(input, "--task", "first"))
                .containsExactly(line((Prediction.Label) predicted("first", "0 7", null)), "", line((Prediction.Label)
                        predicted("first", "1 8", null)));
    }

    @Test
    void anEmptyInputHasNoAnswers() {
        for (String format : List.of("text", "tsv", "jsonl")) {
            assertThat(answers("", "--task", "first", "--input-format", format)).isEmpty();
        }
    }

    @Test
    void topLabelsAreFurtherColumns() {
        var candidates = ((Prediction.Label) predicted("first", "0 7", null)).candidates();
        assertThat(candidates.sumOfDouble(Prediction.Candidate::probability)).isCloseTo(1, within(1e-9));
        List<String> columns = candidates
                .collect(c -> String.format(Locale.ROOT, "%s\t%.4f", c.label(), c.probability()))
                .castToList();
        assertThat(answers("0 7", "--task", "first", "--top", "2"))
                .containsExactly(String.join("\t", columns.subList(0, 2)));
        assertThat(answers("0 7", "--task", "first", "--top", "9")).containsExactly(String.join("\t", columns));
    }

    /** The ranges are 0 to 200 and 0 to 2; a smaller range has more decimals. */
    @Test
    void scoresAreOnTheTasksOwnScale() {
        double amount = ((Prediction.Score) predicted("amount", "2 7", null)).score();
        double distance = ((Prediction.Score) predicted("distance", "2 7", "0 5")).score();
        assertThat(answers("2 7", "--task", "amount")).containsExactly(String.format(Locale.ROOT, "%.2f", amount));
        assertThat(answers("2 7\t0 5", "--task", "distance"))
                .containsExactly(String.format(Locale.ROOT, "%.4f", distance));
    }

    @Test
    void allTasksThatFitAnswerEachLine() {
        Outcome outcome = run("2 7\n\n2 7\t0 5\n1 7\n", "--task", "all");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err().lines())
                .containsExactly(
                        "panamoe: lines of one text are not answered by alike, distance: expected two texts",
                        "panamoe: lines of two texts are not answered by first, amount: expected one text");
        assertThat(outcome.out().lines().map(line -> line.split("\t")[0]))
                .containsExactly("first", "amount", "", "alike", "distance", "first", "amount");
        assertThat(outcome.out().lines())
                .contains(
                        "first\t" + line((Prediction.Label) predicted("first", "2 7", null)),
                        "alike\t" + line((Prediction.Label) predicted("alike", "2 7", "0 5")));
    }

    @Test
    void tablesNameTheirColumns() {
        String table = "id\tpair\ttext\n8\t0 5\t2 7\n\n9\t1 5\t1 7\n";
        assertThat(answers(table, "--task", "alike", "--input-format", "tsv"))
                .isEqualTo(answers("2 7\t0 5\n\n1 7\t1 5\n", "--task", "alike"));
        assertThat(answers("text\n2 7\n", "--task", "first", "--input-format", "tsv"))
                .isEqualTo(answers("2 7\n", "--task", "first"));
    }

    @Test
    void objectsAreReadAndWritten() {
        String input = "{\"pair\":\"0 5\",\"id\":[1],\"text\":\"2 \\u00e9 \\\"7\\\"\"}\n\n";
        Outcome outcome =
                run(input, "--task", "all", "--input-format", "jsonl", "--output-format", "jsonl", "--top", "1");
        assertThat(outcome.exitCode()).isZero();
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).isEmpty();
        JsonNode alike = JsonMapper.shared().readTree(lines.get(0));
        Prediction.Label expected = (Prediction.Label) predicted("alike", "2 \u00e9 \"7\"", "0 5");
        assertThat(alike.propertyNames()).containsExactly("text", "pair", "task", "label", "probability", "labels");
        assertThat(alike.path("text").asString()).isEqualTo("2 \u00e9 \"7\"");
        assertThat(alike.path("label").asString()).isEqualTo(expected.label());
        assertThat(alike.path("probability").asDouble()).isEqualTo(expected.probability());
        assertThat(alike.path("labels").size()).isEqualTo(1);
        JsonNode distance = JsonMapper.shared().readTree(lines.get(1));
        assertThat(distance.propertyNames()).containsExactly("text", "pair", "task", "score");
        assertThat(distance.path("score").asDouble())
                .isEqualTo(((Prediction.Score) predicted("distance", "2 \u00e9 \"7\"", "0 5")).score());
    }

    @Test
    void jsonlAnswersAreValidInput() {
        List<String> first = answers("2 7\t0 5\n", "--task", "alike", "--output-format", "jsonl");
        assertThat(answers(first.getFirst(), "--task", "alike", "--input-format", "jsonl", "--output-format", "jsonl"))
                .isEqualTo(first);
    }

    @Test
    void aFileIsReadInPlaceOfStandardInput() throws IOException {
        Path file = Files.writeString(temporary.resolve("texts.txt"), "2 7\n");
        assertThat(answers("no\tsuch\tline", "--task", "first", "--input", file.toString()))
                .isEqualTo(answers("2 7", "--task", "first"));
        Files.writeString(file, "2 7\n2\t7\n");
        assertRefused(
                run("", "--task", "first", "--input", file.toString()),
                answers("2 7", "--task", "first").getFirst() + "\n",
                file + ", line 2: two texts: task first asks for one");
        assertRefused(
                run("", "--task", "first", "--input", temporary.toString()),
                "",
                "--input " + temporary + " is a folder: expected a file");
        Path none = temporary.resolve("none");
        assertRefused(
                run("", "--task", "first", "--input", none.toString()),
                "",
                "--input " + none + " cannot be read (no such file): expected a file with a text per line");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "first | text | 2 7 | a~b | two texts: task first asks for one",
                "first | text | 2 7 | a~b~c | 2 tabs: expected no tab for one text, one tab between two texts",
                "alike | text | 2 7~0 5 | a | one text: task alike asks for two; in text a tab separates them, in tsv and jsonl the second is in column pair or that of --pair-column",
                "alike | text | 2 7~0 5 | a~ | a blank second text: expected some words",
                "alike | text | 2 7~0 5 | ~a | a blank text: expected some words",
                "first | tsv | text | a~b | 2 columns: expected 1, as in the first line",
                "alike | tsv | text~pair | a | 1 column: expected 2, as in the first line",
                "first | jsonl | {\"text\":\"2 7\"} | [\"a\"] | not a JSON object: expected {\"text\": \"...\"}",
                "first | jsonl | {\"text\":\"2 7\"} | {\"txt\":\"a\"} | the object has no \"text\": expected {\"text\": \"...\"}",
                "first | jsonl | {\"text\":\"2 7\"} | {\"text\":1} | \"text\" is number: expected a string",
                "first | jsonl | {\"text\":\"2 7\"} | {\"text\":\"\\ud800\"} | \"text\" has half of a surrogate pair: expected whole characters",
                "first | jsonl | {\"text\":\"2 7\"} | {\"text\":\"a\",\"pair\":\"b\"} | two texts: task first asks for one",
            })
    void aLineThatDoesNotFitIsRefusedAfterThoseBeforeIt(
            String task, String format, String good, String bad, String message) {
        String before = good.replace('~', '\t') + "\n";
        List<String> answered = answers(before, "--task", task, "--input-format", format);
        assertRefused(
                run(before + bad.replace('~', '\t') + "\n" + before, "--task", task, "--input-format", format),
                answered.isEmpty() ? "" : answered.getFirst() + "\n",
                "standard input, line 2: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\":\"a\"} {}", "{\"text\":\"a\",\"text\":\"b\"}", "{text", "x"})
    void aLineThatIsNotOneJsonObjectIsRefused(String line) {
        Outcome outcome = run(line, "--task", "first", "--input-format", "jsonl");
        assertThat(outcome.err()).startsWith("panamoe: standard input, line 1: not JSON: ");
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.exitCode()).isEqualTo(2);
    }

    /** Texts in columns of other names, with IDs; the answers are those to the plain texts. */
    @Test
    void columnsMayHaveOtherNamesAndIdsArePassedOn() {
        List<String> plain = answers("0 7\n1 8\n", "--task", "first");
        String table = "sentence\tkey\n0 7\tr\u00e91\n1 8\t\n";
        String objects = "{\"key\": 17, \"sentence\": \"0 7\"}\n{\"sentence\": \"1 8\", \"key\": \"b\\tc\"}\n";
        String[] options = {"--task", "first", "--text-column", "sentence", "--id-column", "key", "--input-format"};

        assertThat(answers(table, with(options, "tsv")))
                .containsExactly("r\u00e91\t" + plain.get(0), "\t" + plain.get(1));
        assertThat(answers(objects, with(options, "jsonl")))
                .containsExactly("17\t" + plain.get(0), "b c\t" + plain.get(1));
        assertThat(answers(objects, with(options, "jsonl", "--output-format", "jsonl")))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("{\"id\":17,\"text\":\"0 7\",\"task\":\"first\","),
                        second -> assertThat(second).startsWith("{\"id\":\"b\\tc\",\"text\":\"1 8\","));
        assertThat(answers(
                        "a\tb\n2 7\t0 5\n",
                        "--task",
                        "alike",
                        "--input-format",
                        "tsv",
                        "--text-column",
                        "a",
                        "--pair-column",
                        "b"))
                .isEqualTo(answers("2 7\t0 5\n", "--task", "alike"));
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void columnsThatDoNotFitAreRefused() {
        assertThat(run("a", "--task", "first", "--id-column", "id").err()).contains("add --input-format tsv or jsonl");
        assertThat(run("", "--task", "first", "--input-format", "tsv", "--id-column", "text")
                        .err())
                .contains("column \"text\" is named for two uses");
        String[] ids = {"--task", "first", "--input-format", "jsonl", "--id-column", "id"};
        assertThat(run("{\"text\": \"a\"}", ids).err())
                .contains("line 1: the object has no \"id\": expected a string or a whole number");
        assertThat(run("{\"text\": \"a\", \"id\": \"\\ud800\"}", ids).err())
                .contains("line 1: \"id\" has half of a surrogate pair");
        assertThat(run("text\na\n", "--task", "first", "--input-format", "tsv", "--pair-column", "b")
                        .err())
                .contains("the columns are text: expected one that is named b");
        assertThat(run("{\"text\": \"a\", \"id\": 1.5}", ids).err())
                .contains("line 1: \"id\" is number: expected a string or a whole number");
        assertThat(run("text\tid\tid\na\t1\t2\n", "--task", "first", "--input-format", "tsv", "--id-column", "id")
                        .err())
                .contains("two columns are named id: expected one");
    }

    @Test
    void aHeaderNamesTheTextOnce() {
        String[] options = {"--task", "first", "--input-format", "tsv"};
        assertRefused(
                run("sentence\tlabel\na\tb\n", options),
                "",
                "standard input, line 1: the columns are sentence, label: expected one that is named text; --text-column, --pair-column and --id-column name others");
        assertRefused(
                run("text\ttext\na\tb\n", options),
                "",
                "standard input, line 1: two columns are named text: expected one");
    }

    @Test
    void aByteThatIsNotUtf8IsRefusedAfterTheLinesBeforeIt() {
        assertRefused(
                run(tiny.folder(), new byte[] {'2', '\n', 'a', (byte) 0xff, '\n'}, "--task", "first"),
                answers("2", "--task", "first").getFirst() + "\n",
                "standard input, line 2: byte 2, 0xff, is not valid UTF-8: expected text in UTF-8");
    }

    @Test
    void optionsThatDoNotFitAreRefused() {
        assertRefused(run("", "--task", "frist"), "", "--task \"frist\": unknown task: did you mean \"first\"?");
        assertRefused(run("", "--task", "first", "--top", "0"), "", "--top 0: expected at least 1 label");
        assertRefused(
                run("", "--task", "amount", "--top", "2"),
                "",
                "--top 2 with task amount, whose answer is a score: leave --top out");
        assertThat(run("", "--task", "first", "--input-format", "csv").err()).contains("text, tsv, jsonl");
        assertThat(run("", "--task", "first", "--output-format", "text").err()).contains("tsv, jsonl");
        assertThat(run("").err()).contains("--task");
    }

    @Test
    void aVeryLongLineIsAnswered() {
        String words = "2 7 " + "9 ".repeat(1_000_000);
        assertThat(answers(words + "\n2 7\n", "--task", "first"))
                .containsExactly(line((Prediction.Label) predicted("first", words, null)), line((Prediction.Label)
                        predicted("first", "2 7", null)));
    }

    /** An input that fails if a line is read before the line before it is answered. */
    private static final class Interactive extends InputStream {
        private final ByteArrayOutputStream out;
        private final List<String> asked = new ArrayList<>(List.of("0 7\n", "1 8\n", "2 9\n"));
        private int answered;
        private byte[] line = {};
        private int next;

        Interactive(ByteArrayOutputStream out) {
            this.out = out;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("read many");
        }

        @Override
        public int read(byte[] buffer, int from, int length) {
            assertThat(next).isEqualTo(line.length);
            assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(answered);
            if (asked.isEmpty()) {
                return -1;
            }
            line = asked.removeFirst().getBytes(StandardCharsets.UTF_8);
            System.arraycopy(line, 0, buffer, from, line.length);
            next = line.length;
            answered++;
            return line.length;
        }

        @Override
        public int available() {
            return 0;
        }
    }

    @Test
    void eachLineIsAnsweredBeforeTheNextIsWaitedFor() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Outcome outcome = run(tiny.folder(), new Interactive(out), out, "--task", "first");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(3);
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }

    @Test
    void anInputThatCannotBeReadIsRefusedAfterTheLinesBeforeIt() {
        InputStream input = new InputStream() {
            private boolean begun;

            @Override
            public int read() {
                throw new UnsupportedOperationException("read many");
            }

            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                if (begun) {
                    throw new IOException("Is a directory");
                }
                begun = true;
                buffer[from] = '2';
                buffer[from + 1] = '\n';
                return 2;
            }

            @Override
            public int available() {
                return 1;
            }
        };
        assertRefused(
                run(tiny.folder(), input, new ByteArrayOutputStream(), "--task", "first"),
                answers("2", "--task", "first").getFirst() + "\n",
                "standard input cannot be read: is a folder");
    }

    @Test
    void aFailedWriteIsReported() {
        InputStream in = new ByteArrayInputStream("2 7\n".getBytes(StandardCharsets.UTF_8));
        Outcome outcome = run(tiny.folder(), in, failing("No space left on device"), "--task", "first");
        assertThat(outcome.err().strip()).isEqualTo("panamoe: standard output cannot be written: the disk is full");
        assertThat(outcome.exitCode()).isEqualTo(1);
    }

    @Test
    void aClosedPipeEndsQuietly() {
        InputStream in = new ByteArrayInputStream("2 7\n".getBytes(StandardCharsets.UTF_8));
        Outcome outcome = run(tiny.folder(), in, failing("Broken pipe"), "--task", "first");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
    }

    /** The head of {@code first} is so large that its outputs are infinite. */
    @Test
    void outputsThatAreNotFiniteAreNoAnswers() throws IOException {
        Path broken = temporary.resolve("broken");
        BrokenModel.write(tiny.folder(), broken);
        Outcome outcome = run(broken, "2 7\n".getBytes(StandardCharsets.UTF_8), "--task", "first");
        assertThat(outcome.err()).contains("the model has no answer for task first: an output is ");
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(run(broken, "2 7\n".getBytes(StandardCharsets.UTF_8), "--task", "amount")
                        .exitCode())
                .isZero();
    }
}
