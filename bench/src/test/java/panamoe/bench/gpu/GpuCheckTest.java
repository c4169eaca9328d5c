package panamoe.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script as it is packaged, with a stand-in for its Java, in a folder whose name has signs that a shell knows. */
@EnabledOnOs(OS.LINUX)
class GpuCheckTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Lists one device; a check of losses is still running when it has printed a line. */
    private static final String JAVA = """
            #!/usr/bin/env bash
            here=$(dirname -- "$0")
            printf '%s\\n' "$@" >"$here/arguments"
            case " $* " in
                *' devices ') printf '%s\\n' 'tornado    can run on these devices:' '  0:0  a device' 'vector     can run' ;;
                *' agree '*)
                    echo 'the first line'
                    echo $$ >"$here/pid"
                    sleep 600
                    ;;
                *' kernels '*) echo 'java.lang.Error: too bad' >&2 && exit 3 ;;
                *) echo "no part of the test: $*" >&2 && exit 9 ;;
            esac
            """;

    @TempDir
    private Path temporary;

    private Path folder;

    private record Outcome(int code, List<String> errors) {}

    @BeforeEach
    void makeAPackage() throws IOException {
        folder = Files.createDirectories(temporary.resolve("a b & c|d"));
        Files.createDirectories(folder.resolve("jre/bin"));
        Files.createDirectories(folder.resolve("sdk/lib"));
        Files.write(
                folder.resolve("java.options"), List.of("--module-path", "@SDK@/share/java", "-Dpanamoe.commit=abc"));
        executable(folder.resolve("jre/bin/java"), JAVA);
        try (InputStream in = PackageCommand.class.getResourceAsStream("gpu-check")) {
            executable(folder.resolve("gpu-check"), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(folder.resolve("gpu-check").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectError(temporary.resolve("errors").toFile())
                .start();
    }

    private Outcome end(Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readAllLines(temporary.resolve("errors")));
    }

    private Outcome run(String... arguments) throws IOException, InterruptedException {
        return end(start(arguments));
    }

    @Test
    void aPartThatFailsSaysWhy() throws IOException, InterruptedException {
        Outcome outcome = run("--only", "kernels", "--out", "out.md");

        assertThat(outcome.code()).as("%s", outcome).isEqualTo(1);
        assertThat(outcome.errors()).last().isEqualTo("gpu-check: kernels: failed or cut off, see out.md");
        assertThat(temporary.resolve("out.md"))
                .content()
                .contains("## The default step by kernel", "java.lang.Error: too bad", "**Failed** with exit code 3.");
        assertThat(folder.resolve("jre/bin/arguments"))
                .content()
                .contains("\n" + folder + "/sdk/share/java\n", "\n" + folder + "/lib/*\n", "-XX:MaxRAMPercentage=75");
    }

    @Test
    void anEarlierFileIsKept() throws IOException, InterruptedException {
        Path first = Files.writeString(temporary.resolve("gpu-check.md"), "of an earlier run");
        Path second = Files.writeString(temporary.resolve("gpu-check-2.md"), "of another");

        Outcome outcome = run("--only", "kernels");

        assertThat(outcome.errors())
                .contains("gpu-check: gpu-check.md exists; writing to gpu-check-3.md")
                .last()
                .isEqualTo("gpu-check: kernels: failed or cut off, see gpu-check-3.md");
        assertThat(first).hasContent("of an earlier run");
        assertThat(second).hasContent("of another");
        assertThat(temporary.resolve("gpu-check-3.md"))
                .content()
                .contains("`gpu-check --scale full --device 0:0 --only kernels`");
    }

    @Test
    void helpNamesAllValuesOfEachOption() throws IOException, InterruptedException {
        Process process = start("--help");
        String help = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(end(process).code()).isZero();
        assertThat(help).contains("--scale   full or small (default: full)");
    }

    @Test
    void anInterruptionEndsThePartAndKeepsWhatItPrinted() throws IOException, InterruptedException {
        Process process = start("--only", "losses", "--out", "out.md");
        Path pid = folder.resolve("jre/bin/pid");
        for (long end = System.nanoTime() + PATIENCE.toNanos(); !hasLine(pid) && System.nanoTime() < end; ) {
            Thread.sleep(20);
        }
        assertThat(pid).isNotEmptyFile();

        process.destroy(); // SIGTERM

        Outcome outcome = end(process);
        assertThat(outcome.code()).isEqualTo(143);
        assertThat(outcome.errors()).last().isEqualTo("gpu-check: interrupted, see out.md");
        assertThat(temporary.resolve("out.md")).content().contains("the first line", "**Interrupted.**");
        boolean alive = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .map(ProcessHandle::isAlive)
                .orElse(false);
        assertThat(alive).isFalse();
    }

    private static boolean hasLine(Path file) throws IOException {
        return Files.exists(file) && Files.readString(file).endsWith("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --out none/out.md   | --out none/out.md: no such folder
            --out gpu-check.md  | --out gpu-check.md: exists; name another file, or leave --out away
            --out .             | --out .: is a folder; expected the name of a file
            --out --only        | --out needs a value; see --help
            --only ,            | --only ,: expected any of machine losses step contract products large kernels resources, with commas between
            --only *            | --only *: expected any of machine losses step contract products large kernels resources, with commas between
            --only machine,all  | --only machine,all: expected any of machine losses step contract products large kernels resources, with commas between
            --device 0          | --device 0: expected two numbers, as 0:0
            --device 9:9        | --device 9:9: no such device; tornado    can run on these devices:   0:0  a device
            --python none       | --python none: no Python that runs
            --scale large       | --scale large: expected full or small
            --all               | unknown option --all; see --help
            """)
    void badOptionsAreRefusedBeforeAnyPart(String options, String message) throws IOException, InterruptedException {
        Path kept = Files.writeString(temporary.resolve("gpu-check.md"), "of an earlier run");

        Outcome outcome = run(options.split(" "));

        assertThat(outcome.errors()).last().isEqualTo("gpu-check: " + message);
        assertThat(outcome.errors())
                .filteredOn(line -> line.startsWith("gpu-check:"))
                .hasSize(1);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(kept).hasContent("of an earlier run");
    }
}
