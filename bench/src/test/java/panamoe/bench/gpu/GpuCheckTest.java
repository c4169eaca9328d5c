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

/** Runs the packaged script with a stub for Java. The name of its folder has special characters of the shell. */
@EnabledOnOs(OS.LINUX)
class GpuCheckTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The stub for Java. It lists one device. The check of losses prints a line and then keeps running. */
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
                *' step '*)
                    for option; do
                        case $option in -Dtornado.print.kernel.dir=*) cat "$here/printed.cu" >"${option#*=}" ;; esac
                    done
                    ;;
                *' kernels '*) echo 'java.lang.Error: too bad' >&2 && exit 3 ;;
                *) echo "no part of the test: $*" >&2 && exit 9 ;;
            esac
            """;

    /** The stub for nvcc. It reports as many registers for a kernel as its text has lines. A repeated name is an error. */
    private static final String NVCC = """
            #!/usr/bin/env bash
            for file; do :; done
            awk '
                /__global__/ {name = $5; sub(/\\(.*/, "", name); lines = 0; if (seen[name]++) exit 1}
                {lines++}
                /^}/ {
                    print "ptxas info    : Compiling entry function \\047" name "\\047 for \\047sm_90\\047"
                    print "ptxas info    : Used " lines " registers, used 0 barriers"
                }' "$file"
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
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectError(temporary.resolve("errors").toFile());
        builder.environment().merge("PATH", temporary + "/bin:", (path, first) -> first + path);
        return builder.start();
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

    /** TornadoVM prints a kernel once for each task. Kernels of two classes can have the same name. */
    @Test
    void eachDistinctKernelIsCompiledOnce() throws IOException, InterruptedException {
        String head = "extern \"C\" __global__ void %s(long long *x)\n{\n";
        String end = "}  //  kernel\n\n";
        String copy = head.formatted("copy") + "  x = 1;\n" + end;
        String plain = head.formatted("product") + "  x = 1;\n  x = 2;\n" + end;
        String tiled = head.formatted("product") + "  x = 1;\n  x = 2;\n  x = 3;\n" + end;
        Files.writeString(
                folder.resolve("jre/bin/printed.cu"),
                copy + plain + copy + tiled + plain + tiled + copy.strip() + "\n");
        Files.createFile(folder.resolve("sdk/lib/libtornado-cuda.so"));
        executable(Files.createDirectories(temporary.resolve("bin")).resolve("nvcc"), NVCC);

        Outcome outcome = run("--only", "resources", "--out", "out.md");

        assertThat(outcome.code()).as("%s", outcome).isZero();
        assertThat(Files.readAllLines(temporary.resolve("out.md")))
                .filteredOn(line -> line.contains("registers,"))
                .map(line -> line.replaceAll(" +", " "))
                .containsExactly(
                        "copy 4 registers, used 0 barriers",
                        "product 5 registers, used 0 barriers",
                        "product_2 6 registers, used 0 barriers");
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
    void helpListsTheValuesOfAnOption() throws IOException, InterruptedException {
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
            --out gpu-check.md  | --out gpu-check.md: exists; name another file, or omit --out
            --out .             | --out .: is a folder; expected the name of a file
            --out --only        | --out needs a value; see --help
            --only ,            | --only ,: expected any of machine losses contract step kernels resources products large tf32, separated by commas
            --only *            | --only *: expected any of machine losses contract step kernels resources products large tf32, separated by commas
            --only machine,all  | --only machine,all: expected any of machine losses contract step kernels resources products large tf32, separated by commas
            --device 0          | --device 0: expected two numbers, such as 0:0
            --device 9:9        | --device 9:9: no such device; tornado    can run on these devices:   0:0  a device
            --python none       | --python none: expected a Python that runs
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
