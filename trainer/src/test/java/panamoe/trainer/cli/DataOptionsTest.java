package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DataOptionsTest {

    @TempDir
    private Path temporary;

    private record Outcome(int exitCode, String out, String err) {}

    private static Outcome run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(args);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    private static void assertRefused(String expected, String... args) {
        Outcome outcome = run(args);
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(2);
        assertThat(outcome.err().lines()).hasSize(1).first().asString().contains(expected);
        assertThat(outcome.out()).isEmpty();
    }

    @BeforeEach
    void writeTasks() throws IOException {
        Files.writeString(temporary.resolve("scores.csv"), "one,two,1\nthree,four,3\n");
        Files.writeString(temporary.resolve("labels.csv"), "one,no\ntwo,yes\nthree,yes\nfour,yes,\n");
        Files.writeString(temporary.resolve("panamoe.yaml"), """
                name: made-up
                tasks:
                  liked:
                    description: How much is it liked?
                    family: opinion
                    kind: regression
                    format: csv
                    columns: {text: 1, pair: 2, score: 3}
                    range: [0, 4]
                    files: {train: scores.csv, dev: scores.csv, test: scores.csv}
                  good:
                    description: Is it good?
                    family: opinion
                    kind: single
                    format: csv
                    columns: {text: 1, label: 2}
                    labels: [no, yes]
                    metric: macro-f1
                    files: {train: labels.csv, dev: labels.csv, test: labels.csv}
                roles: {tasks: [liked]}
                """);
    }

    @Test
    void tasksListsRowsSplitsAndBaselines() {
        Outcome outcome = run("tasks", "--data", temporary.toString(), "--malformed", "skip");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .contains("left out 3 malformed rows, the first at labels.csv:4: 3 fields: expected 2");
        assertThat(outcome.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "Suite made-up, 2 tasks",
                        "Same answer: the test accuracy of the label that is most frequent in train; in a regression task the"
                                + " mean score",
                        "liked opinion regression - - 2 / 2 / 2 2 2 2 pearson 0.000 mean 2.00, error 1.00",
                        // always yes: F1 of yes 4 / 5, of no 0
                        "good opinion single not used 2 3 / 3 / 3 3 3 3 macro-f1 0.500 accuracy 0.667");
    }

    @Test
    void aMalformedRowIsRefusedWithFileAndLine() {
        assertRefused("labels.csv:4: 3 fields: expected 2", "tasks", "--data", temporary.toString());
        assertRefused("labels.csv:4", "protocols", "--data", temporary.toString());
    }

    @Test
    void textsThatSplitsShareAreListed() throws IOException {
        Files.writeString(temporary.resolve("labels.csv"), "one,no\ntwo,yes\n");
        Files.writeString(temporary.resolve("scores.csv"), "one,two,1\ntwo,four,3\n");
        Outcome outcome = run("tasks", "--data", temporary.toString());

        assertThat(outcome.out().lines())
                .contains(
                        "Texts shared with the training examples, ignoring case and punctuation:",
                        "  liked: 2 of 2 test examples share a text, 2 share both; 2 of 2 dev examples share a text, 2 share"
                                + " both",
                        "  good: 2 of 2 test examples share their text; 2 of 2 dev examples share their text");
    }

    @Test
    void examplesAndCountsAreShown() throws IOException {
        Files.writeString(
                temporary.resolve("labels.csv"),
                "one,no\n\"two\nlines of " + "words ".repeat(100) + "\",yes\nfour,yes\n");
        Outcome outcome = run("tasks", "--data", temporary.toString(), "--show", "3");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines())
                .containsSequence(
                        "good (opinion): Is it good?",
                        "  label   train     dev    test",
                        "  no          1       1       1")
                .contains("  yes         2       2       2", "  [no] one", "  [yes] four", "  [1.0] one", "      two")
                .contains("  0 to 0.4         0       0       0", "  0.8 to 1.2       1       1       1")
                .anyMatch(line -> line.startsWith("  [yes] two lines of words words") && line.endsWith("..."));
        assertThat(run("tasks", "--data", temporary.toString(), "--show", "3")).isEqualTo(outcome);
        Outcome one = run("tasks", "--data", temporary.toString(), "--show", "0", "--task", "liked");
        assertThat(one.out())
                .contains("liked (opinion)")
                .doesNotContain("Is it good?")
                .doesNotContain("[1.0]");
        assertRefused("did you mean \"good\"?", "tasks", "--data", temporary.toString(), "--task", "goood");
        assertRefused("--show -1: expected at least 0", "tasks", "--data", temporary.toString(), "--show", "-1");
    }

    @Test
    void tasksAndProtocolsPrintWarnings() throws IOException {
        Files.writeString(
                temporary.resolve("labels.csv"), "text,label\n" + "some words,no\nmore words,yes\n".repeat(2));
        Files.writeString(
                temporary.resolve("panamoe.yaml"),
                Files.readString(temporary.resolve("panamoe.yaml")).replace("labels: [no, yes]", ""));
        String warning = "panamoe: warning: labels.csv:1: the first row looks like the names of columns";

        assertThat(run("tasks", "--data", temporary.toString()).err()).contains(warning);
        assertThat(run("protocols", "--data", temporary.toString()).err()).contains(warning);
    }

    @Test
    void oneTaskAndOneRowAreSingular() throws IOException {
        Files.writeString(temporary.resolve("labels.csv"), "one,no\ntwo,yes\nthree\n");
        Files.writeString(temporary.resolve("panamoe.yaml"), """
                name: made-up
                tasks:
                  good:
                    description: Is it good?
                    family: opinion
                    kind: single
                    format: csv
                    columns: {text: 1, label: 2}
                    files: {train: labels.csv, dev: other.csv, test: other.csv}
                """);
        Files.writeString(temporary.resolve("other.csv"), "five,no\nsix,yes\n");
        Outcome outcome = run("tasks", "--data", temporary.toString(), "--malformed", "skip");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("left out 1 malformed row, the first at labels.csv:3: ");
        assertThat(outcome.out()).startsWith("Suite made-up, 1 task%n".formatted());
    }

    @Test
    void wrongUseIsRefused() throws IOException {
        assertRefused("add --data", "tasks", "--manifest", "m.yaml");
        for (String mode : List.of("strict", "skip")) {
            assertRefused(
                    "--malformed needs a folder of files: add --data, or leave --malformed out",
                    "tasks",
                    "--malformed",
                    mode);
        }
        assertRefused("strict, skip", "tasks", "--data", temporary.toString(), "--malformed", "loose");
        assertRefused(
                "no such folder", "tasks", "--data", temporary.resolve("none").toString());
        assertRefused(
                "m.yaml cannot be read",
                "tasks",
                "--data",
                temporary.toString(),
                "--manifest",
                temporary.resolve("m.yaml").toString());
        Files.writeString(temporary.resolve("labels.csv"), "one,no\ntwo,yes\n");
        assertRefused(
                "low-resource-transfer needs tasks under roles.low-resource",
                "protocols",
                "--data",
                temporary.toString(),
                "--out",
                temporary.resolve("run").toString());
        assertThat(temporary.resolve("run"))
                .as("a refused run leaves no folder")
                .doesNotExist();
    }
}
