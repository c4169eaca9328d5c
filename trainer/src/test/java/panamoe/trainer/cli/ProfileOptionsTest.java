package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.encoder.huggingface.TinyFolder;
import panamoe.trainer.product.OwnEncoder;
import picocli.CommandLine;

/** {@code --profile} of {@code train} and {@code protocols}: a table on standard error, and the same results. */
class ProfileOptionsTest {

    @TempDir
    private Path temporary;

    private CommandRun run(String command, String out, String... more) {
        List<String> args = new ArrayList<>(
                List.of(command, "--data", temporary.resolve("data").toString(), "--encoder"));
        args.add(TinyFolder.golden("uncased").toString());
        args.addAll(List.of("--threads", "2", "--out", temporary.resolve(out).toString()));
        args.addAll(List.of(more));
        return CommandRun.of(Main.commandLine(), args);
    }

    private Path file(String out, String name) {
        return temporary.resolve(out).resolve(name);
    }

    private static void assertTable(CommandRun outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err().lines())
                .anyMatch(line -> line.matches("kernel +calls +ms +share +rate( +of roofline)?"))
                .anyMatch(line -> line.matches("adamW +[0-9]+ .*GB/s.*"))
                .anyMatch(line -> line.matches("gemm NN +[0-9]+ .*GFLOP/s.*"))
                .anyMatch(line -> line.matches("host .*"))
                .last()
                .asString()
                .matches("sum +[0-9]+ +[0-9.]+ +100.0 %");
        assertThat(outcome.out()).doesNotContain("GFLOP/s");
    }

    @Test
    void aProfiledTrainingGivesTheSameModelToTheBit() throws IOException {
        OwnEncoder.data(temporary.resolve("data"));
        CommandRun plain = run("train", "plain", "--steps", "4");
        CommandRun profiled = run("train", "profiled", "--steps", "4", "--profile");

        assertThat(plain.exitCode()).as(plain.err()).isZero();
        assertThat(plain.err()).doesNotContain("GFLOP/s");
        assertTable(profiled);
        for (String name : List.of("model.safetensors", "settings.yaml", "config.json", "tasks.json", "vocab.txt")) {
            assertThat(file("profiled", name)).as(name).hasSameBinaryContentAs(file("plain", name));
        }
        assertThat(profiled.out().replace("profiled", "plain")).isEqualTo(plain.out());
    }

    @Test
    void profiledProtocolsHaveTheSameScores() throws IOException {
        LittleProtocols.data(temporary.resolve("data"));
        String settings = Files.writeString(temporary.resolve("s.yaml"), LittleProtocols.SETTINGS)
                .toString();
        CommandRun plain = run("protocols", "plain", "--preset", "smoke", "--config", settings);
        CommandRun profiled = run("protocols", "profiled", "--preset", "smoke", "--config", settings, "--profile");

        assertThat(plain.exitCode()).as(plain.err()).isZero();
        assertTable(profiled);
        assertThat(file("profiled", "settings.yaml")).hasSameBinaryContentAs(file("plain", "settings.yaml"));
        assertThat(Files.readAllLines(file("profiled", "runs.jsonl")))
                .isNotEmpty()
                .zipSatisfy(
                        Files.readAllLines(file("plain", "runs.jsonl")),
                        (one, other) -> assertThat(untimed(one)).isEqualTo(untimed(other)));
    }

    /** A unit's results without the times of its parts. */
    private static String untimed(String unit) {
        return unit.replaceAll("\"(\\w*[sS]econds\\w*)\":[0-9.E-]+", "\"$1\":0");
    }

    @Test
    void withoutTheOptionNothingIsBetweenACommandAndItsBackend() {
        StringWriter err = new StringWriter();
        try (Backend backend = Backends.create("scalar", 1)) {
            ProfiledBackend off =
                    CommandLine.populateCommand(new ProfileOptions()).begin(backend, 1, new PrintWriter(err));
            assertThat(off.backend()).isSameAs(backend);
            off.print(new PrintWriter(err));
            assertThat(err.toString()).isEmpty();

            ProfiledBackend on = CommandLine.populateCommand(new ProfileOptions(), "--profile")
                    .begin(backend, 1, new PrintWriter(err));
            assertThat(on.backend()).isNotSameAs(backend);
            assertThat(err.toString()).contains("no fraction of the roofline: it is measured for backend vector only");
        }
    }

    @Test
    void aProfileOfACluster() {
        CommandRun outcome =
                CommandRun.of(Main.commandLine(), List.of("protocols", "--spark", "local[2]", "--profile"));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .isEqualTo("panamoe: --spark local[2] with --profile: expected one of them, because a profile has the"
                        + " kernels of this process only\n");
    }
}
