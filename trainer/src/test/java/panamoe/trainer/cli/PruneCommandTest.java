package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.WordModel;
import panamoe.trainer.product.evaluation.ModelEvaluation;
import panamoe.trainer.product.evaluation.TaskAlignment;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.files.MalformedRows;
import panamoe.trainer.tasks.files.TaskFolder;
import picocli.CommandLine;

class PruneCommandTest {

    @TempDir
    private static Path temporary;

    private static WordModel tiny;

    @BeforeAll
    static void train() throws IOException {
        tiny = WordModel.train(temporary);
    }

    private static CommandRun run(Path out, String... options) {
        Stream<String> always =
                Stream.of(tiny.folder().toString(), "--out", out.toString(), "--backend", "scalar", "--threads", "1");
        return CommandRun.of(
                Errors.handledBy(new CommandLine(new PruneCommand())),
                Stream.concat(always, Stream.of(options)).toList());
    }

    private static double evaluated(Path model, String name) {
        TaskData data = TaskFolder.read(tiny.data(), null, MalformedRows.Mode.STRICT, warning -> {})
                .tasks()
                .collect(TaskFolder.FolderTask::data)
                .detect(each -> each.task().name().equals(name));
        try (Backend backend = Backends.create("scalar", 1);
                MultiTaskClassifier classifier = MultiTaskClassifier.load(model, backend)) {
            KeptTask task = classifier.task(name);
            return ModelEvaluation.measure(classifier, task, TaskAlignment.align(task, data), Split.TEST, done -> {})
                    .metrics()
                    .get(task.metrics().getFirst());
        }
    }

    @Test
    void theScoresOfTheSmallerModelAreMeasuredAndPrinted() {
        Path out = temporary.resolve("two");

        CommandRun outcome = run(
                out,
                "--task",
                "distance,first",
                "--threshold",
                "1",
                "--data",
                tiny.data().toString());

        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .containsPattern("tasks +4 +2\n")
                .containsPattern("experts of layer 1 +4 +(dense|2)\n")
                .containsPattern("parameters +\\d+\\.\\d\\d M +\\d+\\.\\d\\d M\n")
                .containsPattern("on disk +\\d+\\.\\d MB +\\d+\\.\\d MB\n")
                .containsPattern(row("first", "accuracy", out))
                .containsPattern(row("distance", "pearson", out))
                .endsWith("%nmodel: %s%n".formatted(out));
        assertThat(out).isDirectoryContaining("glob:**/README.md");
        assertThat(out.resolve("README.md"))
                .content()
                .contains(
                        "- pruned: first, distance; threshold 1.0, by ",
                        "The scores were measured after the model was pruned, ");
        assertThat(temporary.resolve("two.part")).doesNotExist();
    }

    /** The row of a task with its test scores before and after, measured by {@link ModelEvaluation}. */
    private static String row(String task, String metric, Path out) {
        return String.format(
                Locale.ROOT,
                "%s +%s .* %.3f +%.3f\n",
                task,
                metric,
                evaluated(tiny.folder(), task),
                evaluated(out, task));
    }

    @Test
    void withoutDataNoScoreIsPrinted() {
        Path out = temporary.resolve("unmeasured");

        CommandRun outcome = run(out, "--task", "first");

        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.out()).contains("not measured: without data the scores after pruning are not known");
        assertThat(out.resolve("tasks.json")).content().contains("\"scores\" : { }");
    }

    @Test
    void tasksThatTheDataLacksAreNotMeasured() throws IOException {
        Path some = Files.createDirectory(temporary.resolve("some"));
        for (String file : List.of("train.tsv", "dev.tsv", "test.tsv")) {
            Files.copy(tiny.data().resolve(file), some.resolve(file));
        }
        Files.writeString(some.resolve("panamoe.yaml"), WordModel.MANIFEST.replace("amount:", "other-amount:"));

        CommandRun outcome = run(temporary.resolve("partly"), "--task", "first,amount", "--data", some.toString());

        assertThat(outcome.exitCode()).as(outcome.toString()).isZero();
        assertThat(outcome.err()).isEqualTo("panamoe: the data lacks amount: not measured%n".formatted());
        assertThat(outcome.out()).containsPattern("amount +pearson +-?\\d\\.\\d{3} +- +-?\\d\\.\\d{3} +-\n");

        assertRefused(
                "has none of the tasks amount: expected their data", "--task", "amount", "--data", some.toString());
    }

    @Test
    void wrongOptionsAreRefusedAndNothingIsWritten() throws IOException {
        assertRefused("--task \"frist\": unknown task: did you mean \"first\"?", "--task", "frist");
        assertRefused("--task first is given twice", "--task", "first,first");
        assertRefused("--threshold 1.5: expected 0 to 1", "--task", "first", "--threshold", "1.5");
        assertRefused("--threshold NaN: expected 0 to 1", "--task", "first", "--threshold", "NaN");
        assertRefused("--threshold", "--task", "first", "--threshold", "half");
        CommandRun within = run(tiny.folder().resolve("within"), "--task", "first");
        assertThat(within.err()).contains("which is not changed: choose another --out");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), tiny.folder());
        assertThat(run(link.resolve("within"), "--task", "first").err())
                .contains("which is not changed: choose another --out");
        CommandRun there = run(tiny.folder(), "--task", "first");
        assertThat(there.err()).contains("exists: choose another --out");
        assertThat(there.exitCode()).isEqualTo(2);
    }

    private static void assertRefused(String message, String... options) {
        Path out = temporary.resolve("refused");
        CommandRun outcome = run(out, options);
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(out).doesNotExist();
    }
}
