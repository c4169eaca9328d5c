package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.product.BrokenModel;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.Prediction;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.WordModel;
import panamoe.trainer.product.folder.KeptTask;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tiny model measured on the files that it was trained on, and on others. */
class EvaluateCommandTest {

    @TempDir
    private static Path temporary;

    private static WordModel tiny;

    @BeforeAll
    static void train() throws IOException {
        tiny = WordModel.train(temporary);
    }

    private record Outcome(int exitCode, String out, String err) {

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        JsonNode task(String name) {
            return json().path("tasks")
                    .valueStream()
                    .filter(task -> task.path("task").asString().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Outcome run(Path model, Path data, String... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        CommandLine command = Errors.handledBy(new CommandLine(new EvaluateCommand(new ResultOutput(out))))
                .setErr(new PrintWriter(err));
        String[] args = Stream.concat(
                        Stream.of(model.toString(), "--data", data.toString(), "--backend", "scalar", "--threads", "1"),
                        Stream.of(options))
                .toArray(String[]::new);
        int exitCode = command.execute(args);
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
    }

    private static Outcome run(String... options) {
        return run(tiny.folder(), tiny.data(), options);
    }

    /** The files of the model with another manifest. */
    private static Path dataWith(String name, String manifest) throws IOException {
        Path data = Files.createDirectory(temporary.resolve(name));
        for (String file : List.of("train.tsv", "dev.tsv", "test.tsv")) {
            Files.copy(tiny.data().resolve(file), data.resolve(file));
        }
        Files.writeString(data.resolve("panamoe.yaml"), manifest);
        return data;
    }

    private static void assertRefused(Outcome outcome, String message) {
        assertThat(outcome.err()).isEqualTo("panamoe: " + message + System.lineSeparator());
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
    }

    /** The oracle: each row of the file is answered alone and counted. */
    @Test
    void labelMetricsAreThoseOfCountedAnswers() throws IOException {
        List<String[]> rows = tiny.testRows();
        int[][] counts = new int[3][3];
        try (Backend backend = Backends.create("scalar", 1);
                MultiTaskClassifier model = MultiTaskClassifier.load(tiny.folder(), backend)) {
            for (String[] row : rows) {
                Prediction.Label answer = (Prediction.Label)
                        model.predict("first", List.of(row[0])).getFirst();
                counts[WordModel.LABELS.indexOf(row[2])][WordModel.LABELS.indexOf(answer.label())]++;
            }
        }
        JsonNode first = run("--json").task("first");
        double n = rows.size();
        double right = counts[0][0] + counts[1][1] + counts[2][2];
        assertThat(right).as("right answers of " + n).isBetween(1.0, n - 1);
        assertThat(first.path("examples").asInt()).isEqualTo(rows.size());
        assertThat(first.path("metrics").path("accuracy").asDouble()).isEqualTo(right / n);
        double macro = 0;
        for (int label = 0; label < 3; label++) {
            double expected = 0;
            double answered = 0;
            for (int other = 0; other < 3; other++) {
                assertThat(first.path("confusion").path(label).path(other).asInt())
                        .isEqualTo(counts[label][other]);
                expected += counts[label][other];
                answered += counts[other][label];
            }
            double precision = answered == 0 ? 0 : counts[label][label] / answered;
            double recall = counts[label][label] / expected;
            double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
            macro += f1 / 3;
            JsonNode measured = first.path("labels").path(label);
            assertThat(measured.path("label").asString()).isEqualTo(WordModel.LABELS.get(label));
            assertThat(measured.path("precision").asDouble()).isEqualTo(precision);
            assertThat(measured.path("recall").asDouble()).isEqualTo(recall);
            assertThat(measured.path("f1").asDouble()).isCloseTo(f1, within(1e-12));
            assertThat(measured.path("count").asInt()).isEqualTo((int) expected);
        }
        assertThat(first.path("metrics").path("macro-f1").asDouble()).isCloseTo(macro, within(1e-12));
        long most = WordModel.LABELS.stream()
                .mapToLong(label ->
                        rows.stream().filter(row -> row[2].equals(label)).count())
                .max()
                .orElseThrow();
        assertThat(first.path("baseline").asDouble()).isEqualTo(most / n);
    }

    @Test
    void correlationsAreThoseOfTheFilesScores() throws IOException {
        List<String[]> rows = tiny.testRows();
        double[] expected =
                rows.stream().mapToDouble(row -> Double.parseDouble(row[5])).toArray();
        double[] answered = new double[expected.length];
        try (Backend backend = Backends.create("scalar", 1);
                MultiTaskClassifier model = MultiTaskClassifier.load(tiny.folder(), backend)) {
            for (int i = 0; i < answered.length; i++) {
                TextInput pair = new TextInput(rows.get(i)[0], rows.get(i)[1]);
                answered[i] = ((Prediction.Score)
                                model.predictInputs("distance", List.of(pair)).getFirst())
                        .score();
            }
        }
        JsonNode distance = run("--json").task("distance");
        // A text answered alone differs in the last bits of single precision.
        assertThat(distance.path("metrics").path("pearson").asDouble())
                .isCloseTo(new PearsonsCorrelation().correlation(expected, answered), within(1e-5));
        assertThat(distance.path("kind").asString()).isEqualTo("pair-regression");
        assertThat(distance.path("baseline").asDouble()).isZero();
        assertThat(distance.has("labels")).isFalse();
        assertThat(distance.has("confusion")).isFalse();
    }

    /** The training measures its model with other code, {@link panamoe.trainer.learner.training.Evaluation}. */
    @ParameterizedTest
    @CsvSource({"dev", "test"})
    void metricsAreThoseThatTheTrainingKept(String split) {
        Outcome outcome = run("--json", "--split", split);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.json().path("split").asString()).isEqualTo(split);
        assertThat(outcome.json().path("tasks").size()).isEqualTo(4);
        try (Backend backend = Backends.create("scalar", 1);
                MultiTaskClassifier model = MultiTaskClassifier.load(tiny.folder(), backend)) {
            for (KeptTask task : model.tasks()) {
                JsonNode metrics = outcome.task(task.name()).path("metrics");
                assertThat(List.copyOf(metrics.propertyNames())).isEqualTo(task.metrics());
                // Correlations are of scores on another scale.
                task.scores()
                        .get(split)
                        .forEach((metric, value) -> assertThat(
                                        metrics.path(metric).asDouble())
                                .as(task.name() + " " + metric)
                                .isCloseTo(value, within(1e-6)));
            }
        }
    }

    @Test
    void labelsInAnotherOrderAreFoundByName() throws IOException {
        Path data = dataWith(
                "reordered",
                WordModel.MANIFEST
                        .replace("[zero, one, two]", "[two, zero, one]")
                        .replace("[different, alike]", "[alike, different]"));
        Outcome reordered = run(tiny.folder(), data, "--json");
        assertThat(reordered.exitCode()).isZero();
        assertThat(reordered.task("first")).isEqualTo(run("--json").task("first"));
        assertThat(reordered.task("alike")).isEqualTo(run("--json").task("alike"));
    }

    @Test
    void tasksThatDoNotAgreeAreRefused() throws IOException {
        Path labels =
                dataWith("labels", WordModel.MANIFEST.replace("[zero, one, two]", "{zero: zero, one: on, two: two}"));
        assertRefused(
                run(tiny.folder(), labels),
                "task first: the data has label \"on\", which the model does not know: did you mean \"one\"?");
        Path range = dataWith("range", WordModel.MANIFEST.replace("[0, 200]", "[0, 300]"));
        assertRefused(
                run(tiny.folder(), range),
                "task amount: its range is 0.0 to 300.0 in the data and 0.0 to 200.0 in the model: expected the same");
        Path kind = dataWith("kind", WordModel.MANIFEST.replace("{text: 1, score: 5}", "{text: 1, pair: 2, score: 5}"));
        assertRefused(
                run(tiny.folder(), kind),
                "task amount: its kind is pair-regression in the data and regression in the model: expected the same");
        assertThat(run(tiny.folder(), kind, "--task", "first").exitCode())
                .as("a task that is not asked for may differ")
                .isZero();
    }

    @Test
    void tasksThatTheModelOrTheDataLacksAreNamed() throws IOException {
        Path data = dataWith("renamed", WordModel.MANIFEST.replace("amount:", "amounts:"));
        Outcome outcome = run(tiny.folder(), data, "--json");
        assertThat(outcome.err().lines())
                .containsExactly("panamoe: the data lacks amount", "panamoe: the model does not know amounts");
        assertThat(outcome.json()
                        .path("tasks")
                        .valueStream()
                        .map(task -> task.path("task").asString()))
                .containsExactly("first", "alike", "distance");
        assertRefused(
                run(tiny.folder(), data, "--task", "first,amount"),
                "--task amount: the data has no such task: did you mean \"amounts\"?");
        assertRefused(
                run(tiny.folder(), data, "--task", "amounts"),
                "--task amounts: the model has no such task: did you mean \"amount\"?");
        Outcome chosen = run(tiny.folder(), data, "--json", "--task", "distance,first");
        assertThat(chosen.err()).isEmpty();
        assertThat(chosen.json().path("tasks").size()).isEqualTo(2);
    }

    @Test
    void dataWithoutATaskOfTheModelIsRefused() throws IOException {
        String manifest = WordModel.MANIFEST.replaceAll("(?m)^  (\\w+):", "  other-$1:");
        Outcome outcome = run(tiny.folder(), dataWith("others", manifest));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("has none of the model's tasks first, alike, amount, distance: name their files with --data");
        assertThat(outcome.err().lines()).hasSize(1);
    }

    @Test
    void tablesHaveMetricsLabelsAndAnswers() {
        Outcome outcome = run();
        JsonNode first = run("--json").task("first");
        List<String> lines = outcome.out()
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
        assertThat(lines).contains("first: single, 30 test examples", "alike: pair, 30 test examples");
        assertThat(lines).contains("label precision recall f1 count", "right, answered: 1 2 3");
        assertThat(lines)
                .contains("accuracy %.4f"
                        .formatted(first.path("metrics").path("accuracy").asDouble()));
        JsonNode row = first.path("confusion").path(1);
        assertThat(lines)
                .contains("2 one %d %d %d"
                        .formatted(
                                row.path(0).asInt(),
                                row.path(1).asInt(),
                                row.path(2).asInt()));
    }

    /** A head that overflows leaves its task without a metric; the others are measured. */
    @Test
    void aTaskWithoutFiniteOutputsIsNotMeasured() throws IOException {
        Path broken = temporary.resolve("broken");
        BrokenModel.write(tiny.folder(), broken);
        Outcome outcome = run(broken, tiny.data(), "--json");
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("panamoe: task first is not measured: the model has no answer");
        assertThat(outcome.err().lines()).hasSize(1);
        List<String> tasks = new ArrayList<>();
        outcome.json().path("tasks").forEach(task -> tasks.add(task.path("task").asString()));
        assertThat(tasks).containsExactly("alike", "amount", "distance");
    }

    @Test
    void aFolderThatIsNoModelIsRefused() {
        assertThat(run(temporary.resolve("none"), tiny.data()).err()).contains("none is no folder: expected");
        assertThat(run(tiny.data(), tiny.data()).err()).contains("has no SHA256SUMS");
    }
}
