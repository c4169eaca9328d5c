package panamoe.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import panamoe.trainer.product.WordModel;

/** The command as a process, on pipes and devices of the system. */
@EnabledOnOs(OS.LINUX)
class PredictProcessTest {

    @TempDir
    private static Path temporary;

    private static WordModel tiny;

    @BeforeAll
    static void train() throws IOException {
        tiny = WordModel.train(temporary);
    }

    /** A process that writes standard error into a file. */
    private static ProcessBuilder predict(Path err) {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "predict",
                        tiny.folder().toString(),
                        "--task",
                        "first",
                        "--backend",
                        "scalar",
                        "--threads",
                        "1")
                .redirectError(err.toFile());
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("ends within a minute")
                .isTrue();
        return process.exitValue();
    }

    @Test
    void anInteractiveUserSeesEachAnswerAtOnce() throws IOException, InterruptedException {
        Path err = temporary.resolve("interactive");
        Process process = predict(err).start();
        try (Writer in = process.outputWriter(StandardCharsets.UTF_8);
                BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String text : List.of("0 7", "1 8", "2 9")) {
                in.write(text + "\n");
                in.flush();
                assertThat(out.readLine()).matches("(zero|one|two)\t[01]\\.\\d{4}");
            }
            in.close();
            assertThat(out.readLine()).isNull();
        }
        assertThat(exitCode(process)).isZero();
        assertThat(err).isEmptyFile();
    }

    @Test
    void aClosedPipeEndsTheCommandQuietly() throws IOException, InterruptedException {
        Path err = temporary.resolve("closed");
        Path texts = Files.writeString(temporary.resolve("texts"), "0 7\n".repeat(50_000));
        Process process = predict(err).redirectInput(texts.toFile()).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isNotBlank();
        }
        assertThat(exitCode(process)).isZero();
        assertThat(err).isEmptyFile();
    }

    @Test
    void aFullDiskIsReported() throws IOException, InterruptedException {
        Path err = temporary.resolve("full");
        Process process = predict(err).redirectOutput(new File("/dev/full")).start();
        try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write("0 7\n");
        }
        assertThat(exitCode(process)).isEqualTo(1);
        assertThat(err).content().hasLineCount(1).startsWith("panamoe: standard output cannot be written: ");
    }
}
