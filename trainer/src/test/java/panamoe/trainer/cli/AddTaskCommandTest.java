package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.TextInput;
import panamoe.trainer.product.WordModel;
import picocli.CommandLine;

/** The tiny model learns the tasks that it knows once more, under other names. */
class AddTaskCommandTest {

    @TempDir
    private static Path temporary;

    private static WordModel tiny;
    private static Path data;

    @BeforeAll
    static void train() throws IOException {
        tiny = WordModel.train(temporary);
        data = Files.createDirectory(temporary.resolve("again"));
        for (String file : List.of("train.tsv", "dev.tsv", "test.tsv")) {
            Files.copy(tiny.data().resolve(file), data.resolve(file));
        }
        String again = WordModel.MANIFEST
                .replace("first: &single", "again: &single")
                .replace("alike:", "again-pair:")
                .replace("amount:", "again-amount:");
        Files.writeString(data.resolve("panamoe.yaml"), again);
    }

    private static CommandRun run(Path out, String... options) {
        return run(tiny.folder(), out, options);
    }

    private static CommandRun run(Path model, Path out, String... options) {
        Stream<String> always = Stream.of(
                model.toString(),
                "--data",
                data.toString(),
                "--out",
                out.toString(),
                "--backend",
                "scalar",
                "--threads",
                "1");
        return CommandRun.of(
                Errors.handledBy(new CommandLine(new AddTaskCommand())),
                Stream.concat(always, Stream.of(options)).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"again", "again-pair", "again-amount"})
    void aTaskOfEachKindIsAdded(String task) {
        Path out = temporary.resolve("with-" + task);

        CommandRun outcome = run(out, "--task", task, "--steps", "20");

        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.out())
                .contains(
                        "related task", task + ": its gates begin as those of ", "the other 4 tasks answer as before");
        assertThat(out).isDirectoryContaining("glob:**/README.md").isDirectoryContaining("glob:**/SHA256SUMS");
        assertThat(out.resolve("README.md")).content().contains("task-added: " + task);
        assertThat(temporary.resolve("with-" + task + ".part")).doesNotExist();
        try (Backend backend = Backends.create("scalar", 1);
                MultiTaskClassifier before = MultiTaskClassifier.load(tiny.folder(), backend);
                MultiTaskClassifier after = MultiTaskClassifier.load(out, backend)) {
            List<TextInput> texts = List.of(TextInput.of("0 7"), TextInput.of("2 5 1"));
            assertThat(after.predictInputs("first", texts)).isEqualTo(before.predictInputs("first", texts));
            assertThat(after.tasks()).hasSize(5);
        }
    }

    /** The data has one of the other tasks, {@code distance}, under its own name. */
    @Test
    void trainAllPrintsTheScoresOfTheOtherTasks() {
        CommandRun outcome = run(
                temporary.resolve("all"), "--task", "again", "--train", "all", "--steps", "10", "--related", "first");

        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.out())
                .contains("again: its gates begin as those of first")
                .containsPattern("first +accuracy +not measured: the data lacks it")
                .containsPattern("distance +pearson +-?\\d\\.\\d{3}, was -?\\d\\.\\d{3}")
                .doesNotContain("as before");
    }

    /** With threshold 1 each layer keeps one expert, in a dense block without a gate. */
    @Test
    void withoutGatesOnlyTheHeadIsTrained() {
        Path dense = temporary.resolve("dense");
        CommandRun pruned = CommandRun.of(
                new CommandLine(new PruneCommand()),
                List.of(tiny.folder().toString(), "--task", "first", "--threshold", "1", "--out", dense.toString()));
        assertThat(pruned.exitCode()).as(pruned.toString()).isZero();

        CommandRun gate = run(dense, temporary.resolve("dense-2"), "--task", "again", "--steps", "2");
        assertThat(gate.exitCode()).as(gate.toString()).isZero();
        assertThat(gate.out())
                .startsWith("again: the model has no gates per task, so only its head is trained\n")
                .contains("the other task answers as before");

        CommandRun all = run(dense, temporary.resolve("dense-3"), "--task", "again", "--steps", "2", "--train", "all");
        assertThat(all.out()).startsWith("again: the model has no gates per task\n");
    }

    @Test
    void wrongOptionsAreRefusedAndNothingIsWritten() {
        assertRefused("--task \"agian\": unknown task: did you mean \"again\"?", "--task", "agian");
        assertRefused("add-task: the model has a task distance: give the new one another name", "--task", "distance");
        assertRefused("did you mean \"first\"?", "--task", "again", "--related", "frist");
        assertRefused("head, gate, all", "--task", "again", "--train", "body");
        assertRefused("--steps 0: expected at least 1", "--task", "again", "--steps", "0");
        CommandRun within = run(tiny.folder().resolve("within"), "--task", "again");
        assertThat(within.err()).contains("which is not changed: choose another --out");
        CommandRun file = run(tiny.data().resolve("train.tsv").resolve("x"), "--task", "again");
        assertThat(file.err()).contains("train.tsv is no folder): choose another --out");
        CommandRun there = run(tiny.folder(), "--task", "again");
        assertThat(there.err()).contains("exists: choose another --out");
        assertThat(there.exitCode()).isEqualTo(2);
    }

    private static void assertRefused(String message, String... options) {
        Path out = temporary.resolve("refused");
        CommandRun outcome = run(out, options);
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.out()).isEmpty();
        assertThat(out).doesNotExist();
    }
}
