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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Safetensors;
import panamoe.trainer.learner.Method;
import panamoe.trainer.product.TinyModel;
import panamoe.trainer.product.folder.ModelFolder;
import panamoe.trainer.report.SampleModels;
import panamoe.trainer.tasks.Task;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InspectCommandTest {

    private static final List<String> NAMES =
            List.of("seen-a", "seen-b", "low", "new-a", "new-b", "other-a", "other-b");

    @TempDir
    private Path temporary;

    private record Outcome(int exitCode, String out, String err) {

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        /** The lines of standard output, with single spaces. */
        List<String> lines() {
            return out.lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
        }
    }

    private static Outcome run(Path model, String... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        CommandLine command = Errors.handledBy(new CommandLine(new InspectCommand(new ResultOutput(out))))
                .setErr(new PrintWriter(err));
        int exitCode = command.execute(
                Stream.concat(Stream.of(model.toString()), Stream.of(options)).toArray(String[]::new));
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
    }

    private Path trained(String method) throws IOException {
        try (Backend backend = Backends.create("scalar", 1)) {
            return TinyModel.train(TinyModel.settings("{method: " + method + "}"), backend, temporary.resolve("model"))
                    .folder();
        }
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    /** The oracle: the shapes in the weights file, and the lengths of the files. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "dense-mtl",
                "dense-uncertainty",
                "shared-gate-moe",
                "hash-gate-moe",
                "private-expert-moe",
                "cgc-moe",
                "task-gate-moe, model: {moe: {shared-expert: true, selection: {bias-rate: 0.01}}}"
            })
    void sizesAreThoseOfTheFiles(String method) throws IOException {
        Path folder = trained(method);
        Outcome outcome = run(folder, "--json");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();

        JsonNode parameters = outcome.json().path("parameters");
        long stored = Safetensors.read(folder.resolve("model.safetensors")).entries().values().stream()
                .mapToLong(entry -> entry.shape().size())
                .sum();
        assertThat(parameters.path("all").asLong()).isEqualTo(stored);
        assertThat(parameters.path("active").asLong())
                .isPositive()
                .isLessThan(parameters.path("trained").asLong());
        long needed = 0;
        for (String file :
                List.of("config.json", "tasks.json", "model.safetensors", "vocab.txt", "settings.yaml", "SHA256SUMS")) {
            needed += Files.size(folder.resolve(file));
        }
        assertThat(outcome.json().path("bytes").path("model").asLong()).isEqualTo(needed);
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(outcome.json().path("bytes").path("folder").asLong())
                    .isEqualTo(all.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense-mtl", "task-gate-moe", "shared-gate-moe", "private-expert-moe", "cgc-moe"})
    void jsonHasWhatTheFilesHave(String method) throws IOException {
        Path folder = trained(method);
        JsonNode told = run(folder, "--json").json();
        JsonNode config = json(folder.resolve("config.json"));
        JsonNode tasks = json(folder.resolve("tasks.json"));

        assertThat(told.path("method").path("name").asString()).isEqualTo(method);
        assertThat(told.path("history")).isEqualTo(config.path("history"));
        assertThat(told.path("encoder").path("width"))
                .isEqualTo(config.path("encoder").path("hidden_size"));
        assertThat(told.path("encoder").path("trained_layers")).hasToString("[1]");
        assertThat(told.path("tasks").size()).isEqualTo(NAMES.size());
        for (int i = 0; i < NAMES.size(); i++) {
            JsonNode task = told.path("tasks").path(i);
            JsonNode kept = tasks.path(i);
            assertThat(task.path("task").asString()).isEqualTo(NAMES.get(i));
            for (String key : List.of(
                    "slot", "kind", "description", "labels", "range", "metrics", "examples", "scores", "baselines")) {
                assertThat(task.path(key)).as(key).isEqualTo(kept.path(key));
            }
        }
        if (method.equals("dense-mtl")) {
            assertThat(told.has("experts")).isFalse();
            assertThat(told.path("routing")).isEmpty();
            assertThat(told.path("overlaps")).isEmpty();
            return;
        }
        int experts = switch (method) {
            case "private-expert-moe" -> NAMES.size();
            case "cgc-moe" -> 1 + NAMES.size();
            default -> 4;
        };
        assertThat(told.at("/experts/layers/0/layer").asInt()).isEqualTo(1);
        assertThat(told.at("/experts/layers/0/experts").asInt()).isEqualTo(experts);
        assertThat(told.at("/experts/layers/0/per_token").asDouble()).isEqualTo(method.equals("cgc-moe") ? 2 : 1);
        assertThat(told.path("routing").size()).isEqualTo(1);
        assertThat(told.path("routing").path(0).path("layer").asInt()).isEqualTo(1);
        tasks.forEach(task -> {
            assertThat(task.path("routing").path("1").size()).isEqualTo(experts);
            assertThat(told.path("routing")
                            .path(0)
                            .path("shares")
                            .path(task.path("name").asString()))
                    .isEqualTo(task.path("routing").path("1"));
        });
    }

    /** Half the sum of the absolute differences is the total variation. */
    @ParameterizedTest
    @ValueSource(strings = {"task-gate-moe", "private-expert-moe", "cgc-moe"})
    void pairsOfTasksAreOrderedByTheirOverlap(String method) throws IOException {
        Path folder = trained(method);
        JsonNode told = run(folder, "--json").json();
        JsonNode shares = told.path("routing").path(0).path("shares");
        List<Double> means = new ArrayList<>();
        for (JsonNode pair : told.path("overlaps")) {
            JsonNode a = shares.path(pair.path("task").asString());
            JsonNode b = shares.path(pair.path("other").asString());
            double difference = 0;
            for (int e = 0; e < a.size(); e++) {
                difference += Math.abs(a.path(e).asDouble() - b.path(e).asDouble());
            }
            assertThat(pair.path("layers").path("1").asDouble()).isCloseTo(1 - difference / 2, within(1e-12));
            assertThat(pair.path("mean")).isEqualTo(pair.path("layers").path("1"));
            means.add(pair.path("mean").asDouble());
        }
        assertThat(means).hasSize(21).isSortedAccordingTo((x, y) -> Double.compare(y, x));
        switch (method) {
            case "private-expert-moe" -> assertThat(means).containsOnly(0.0);
            case "cgc-moe" -> assertThat(means).containsOnly(0.5);
            default -> assertThat(means.getFirst()).isGreaterThan(means.getLast());
        }

        List<String> lines = run(folder).lines();
        JsonNode first = told.path("overlaps").path(0);
        assertThat(lines)
                .contains(
                        "task and layer 1",
                        "%s %s %.2f"
                                .formatted(
                                        first.path("task").asString(),
                                        first.path("other").asString(),
                                        means.getFirst()),
                        "and 11 other pairs");
    }

    @Test
    void aReaderSeesSizesTasksScoresExpertsAndHistory() throws IOException {
        Path folder = trained("task-gate-moe");
        Outcome outcome = run(folder);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        List<String> lines = outcome.lines();
        JsonNode task = json(folder.resolve("tasks.json")).path(1);
        assertThat(lines)
                .contains(
                        folder + ": 7 tasks, method task-gate-moe",
                        "trained layer 1, with experts in 1",
                        "experts 4 in layer 1, of which a token takes 1",
                        "task kind train dev test answers",
                        "seen-b single 40 12 20 label0, label1, label2",
                        "experts of layer 1, in percent of the task's tokens",
                        "task metric dev test majority",
                        "majority: the most that is reached without a look at the texts, on test",
                        "history",
                        "trained " + String.join(", ", NAMES));
        assertThat(outcome.out()).as("the training had no probe").doesNotContain("probe");
        assertThat(lines)
                .anyMatch(line -> line.startsWith("seen-b accuracy %.3f %.3f %.3f"
                        .formatted(
                                task.path("scores").path("dev").path("accuracy").asDouble(),
                                task.path("scores")
                                        .path("test")
                                        .path("accuracy")
                                        .asDouble(),
                                task.path("baselines")
                                        .path("test")
                                        .path("majority")
                                        .asDouble())));
        assertThat(lines).anyMatch(line -> line.matches("(5|10|15|20) steps, seed 1, data tiny words, panamoe .*"));
        assertThat(outcome.out().lines()).allMatch(line -> line.equals(line.stripTrailing()));
        List<String> picture = outcome.out()
                .lines()
                .dropWhile(line -> !line.startsWith("experts of layer 1"))
                .skip(2)
                .takeWhile(line -> !line.equals(ExpertPicture.LEGEND))
                .toList();
        assertThat(picture).hasSize(7);
        assertThat(picture.get(1)).startsWith("seen-b ");
    }

    /** Control characters are escaped. The sample models have no routing, like the models of the protocols. */
    @Test
    void controlCharactersInNamesAreEscaped() throws IOException {
        Task escape = SampleModels.labels(
                "escape",
                "What?",
                List.of("\u001b[31mred", "two\nlines"),
                SampleModels.hostile().metric());
        Path folder = temporary.resolve("sample");
        ModelFolder.write(
                SampleModels.of(
                                Method.TASK_GATE_MOE,
                                SampleModels.hostile(),
                                escape,
                                SampleModels.labels("many", 30),
                                SampleModels.scores("likeness"))
                        .kept(),
                folder);
        Outcome outcome = run(folder);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).doesNotContain("\u001b");
        assertThat(outcome.lines())
                .contains(
                        "escape single 104 104 104 \\u001b[31mred, two\\u000alines",
                        "likeness pair-regression 102 102 102 a score from 0.0 to 5.0")
                .anyMatch(line -> line.matches("many single .* label 0, label 1 and 28 more"))
                .contains("The experts that each task uses were not measured.", "task metric dev test majority probe");
    }

    /** 150 labels, or a single one of 80 characters, would make a line that a terminal breaks. */
    @Test
    void theTextFitsIntoEightyColumns() throws IOException {
        Task many = SampleModels.labels(
                "many",
                "Which?",
                IntStream.range(0, 150).mapToObj(i -> "label number " + i).toList(),
                SampleModels.hostile().metric());
        Task longest = SampleModels.labels(
                "longest",
                "Which?",
                List.of("word ".repeat(16).strip(), "b"),
                SampleModels.hostile().metric());
        Path folder = temporary.resolve("sample");
        ModelFolder.write(
                SampleModels.of(Method.TASK_GATE_MOE, many, longest, SampleModels.scores("likeness"))
                        .kept(),
                folder);
        Outcome outcome = run(folder);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().lines().skip(1))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(outcome.lines()).anyMatch(line -> line.matches("many single .* label number 0 and 149 more"));
    }

    @Test
    void aFolderThatIsNoModelIsRefused() throws IOException {
        Outcome none = run(temporary.resolve("none"));
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.out()).isEmpty();
        assertThat(none.err().lines()).singleElement().asString().contains("none is no folder: expected");
        Path folder = trained("dense-mtl");
        Files.writeString(folder.resolve("tasks.json"), "[]");
        Outcome damaged = run(folder, "--json");
        assertThat(damaged.exitCode()).isEqualTo(2);
        assertThat(damaged.out()).isEmpty();
        assertThat(damaged.err().lines())
                .singleElement()
                .asString()
                .contains("tasks.json is not what was written: its SHA-256 differs");
    }
}
