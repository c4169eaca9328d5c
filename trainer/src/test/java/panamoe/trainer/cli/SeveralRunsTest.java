package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.trainer.encoder.huggingface.TinyFolder;

/** {@code protocols} with several files of settings. */
class SeveralRunsTest {

    @TempDir
    private Path temporary;

    @BeforeEach
    void writeFiles() throws IOException {
        LittleProtocols.data(temporary.resolve("data"));
        write("four", LittleProtocols.SETTINGS);
        write("eight", LittleProtocols.SETTINGS.replace("batch-size: 4", "batch-size: 8"));
        write("short", LittleProtocols.SETTINGS.replace("evaluation: 12", "evaluation: 8"));
    }

    private void write(String name, String settings) throws IOException {
        Files.writeString(temporary.resolve(name + ".yaml"), settings);
    }

    private CommandRun run(String out, List<String> names, String... more) {
        List<String> args = new ArrayList<>(List.of("protocols", "--preset", "smoke", "--config"));
        args.add(String.join(
                ",",
                names.stream()
                        .map(name -> temporary.resolve(name + ".yaml").toString())
                        .toList()));
        args.addAll(List.of(
                "--data",
                temporary.resolve("data").toString(),
                "--out",
                folder(out).toString()));
        args.addAll(List.of("--encoder", TinyFolder.golden("uncased").toString()));
        args.addAll(List.of("--backend", "scalar", "--threads", "1"));
        args.addAll(List.of(more));
        return CommandRun.of(Main.commandLine(), args);
    }

    private Path folder(String out) {
        return temporary.resolve(out);
    }

    private static void assertDone(CommandRun outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    /** The results without times. */
    private static String results(Path folder) throws IOException {
        return Files.readString(folder.resolve("runs.jsonl")).replaceAll("\"seconds\":[0-9.E-]+", "");
    }

    /** They share the encoder and its features. */
    @Test
    void eachHasTheResultsOfARunAlone() throws IOException {
        List<String> names = List.of("four", "eight", "short");
        assertDone(run("all", names));

        List<String> different = new ArrayList<>();
        for (String name : names) {
            assertDone(run(name, List.of(name)));
            assertThat(results(folder("all").resolve(name))).isEqualTo(results(folder(name)));
            different.add(results(folder(name)));
        }
        assertThat(different).doesNotHaveDuplicates();
    }

    /** As after a kill while a later run was prepared: its folder exists and has no settings. */
    @Test
    void aRunThatHadNotBegunBeginsWhenTheOthersGoOn() throws IOException {
        List<String> names = List.of("four", "eight");
        assertDone(run("whole", names));
        assertDone(run("all", List.of("four")));
        Files.createDirectories(folder("killed").resolve("eight"));
        Files.move(folder("all"), folder("killed").resolve("four"));

        assertThat(run("killed", names).err()).contains("four is not empty: add --resume");
        assertDone(run("killed", names, "--resume"));

        for (String name : names) {
            assertThat(results(folder("killed").resolve(name)))
                    .isEqualTo(results(folder("whole").resolve(name)));
        }
    }
}
