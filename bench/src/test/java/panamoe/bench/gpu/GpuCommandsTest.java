package panamoe.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.bench.CommandRun;
import panamoe.tornado.sdk.TornadoSdk;

/** Tests the commands for a GPU on a machine without one: on the stand-in of TornadoVM, and with invalid input. */
class GpuCommandsTest {

    private static final String TINY =
            "--layers 2 --d 16 --heads 2 --ff 32 --experts 4 --batch 2 --seq 5 --vocab 50 --tasks 2";

    private static final String API = "share/java/tornado/tornado-api-5.2.0-jdk%d.jar";

    @TempDir
    private Path folder;

    @Test
    void stepsOfTheTornadoBackendAgreeWithTheCpus() {
        CommandRun run = CommandRun.of("agree --backend tornado --steps 2 --json", TINY);

        assertThat(run.code()).as("%s", run.errors()).isZero();
        assertThat(run.json()).singleElement().satisfies(row -> {
            assertThat(row.get("agreed").asBoolean()).isTrue();
            assertThat(row.get("losses")).hasSize(2);
            assertThat(row.get("largest_difference").asDouble()).isBetween(0.0, 1e-4);
        });
    }

    /** Both commands are for a device: the default of --backend is tornado, here on its stand-in. */
    @Test
    void theDefaultBackendOfDeviceCommandsIsTornado() {
        CommandRun agree = CommandRun.of("agree --steps 1 --json", TINY);

        assertThat(agree.code()).as("%s", agree.errors()).isZero();
        assertThat(agree.json().getFirst().get("on").asString()).doesNotContain("vector", "scalar");
        for (String command : new String[] {"agree", "kernels"}) {
            assertThat(String.join(" ", CommandRun.of(command, "--help").lines())
                            .replaceAll("\\s+", " "))
                    .contains("reference and tornado (default: tornado)");
        }
        assertThat(String.join(" ", CommandRun.of("step --help").lines()).replaceAll("\\s+", " "))
                .contains("reference and tornado (default: auto)");
    }

    @Test
    void aDifferenceGivesExitCode1() {
        CommandRun run = CommandRun.of("agree --backend reference --steps 6 --tolerance 1e-300", TINY);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines()).singleElement().asString().endsWith("DIFFERENT");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            agree --steps 0                        | panamoe bench: --steps 0: expected at least 1
            agree --tolerance 0                    | panamoe bench: --tolerance 0.0: expected above 0 and finite
            agree --tolerance Infinity             | panamoe bench: --tolerance Infinity: expected above 0 and finite
            agree --backend vector --layers 1      | panamoe bench: --backend vector: is the backend of the CPU, with which it is compared; expected another one, such as tornado
            step --backend tornado-tf32 --precision fp32 | panamoe bench: backend tornado-tf32 and precision fp32: the name stands for tf32; leave the precision out or name the backend without -tf32
            step --backend tornado-tf32-tf32       | panamoe bench: unknown backend 'tornado-tf32-tf32': expected auto or one of reference, scalar, tornado, vector
            peers --part step --backend tornado-tf32 | panamoe bench: --precision tf32: on both sides, so expected --peer-device cuda too
            kernels --warmup 0                     | panamoe bench: --warmup 0: expected at least 1, because it compiles the kernels
            kernels --backend scalar --warmup 1 --steps 1 | panamoe bench: backend scalar: expected tornado, the only one with a profiler
            gemm --precision half                  | panamoe bench: precision half: expected fp32 or tf32
            step --backend scalar --precision tf32 | panamoe bench: precision tf32: backend scalar computes in fp32 alone; leave the precision out or choose backend tornado on a CUDA device
            peers --part step --precision tf32     | panamoe bench: --precision tf32: on both sides, so expected --peer-device cuda too
            package --out target                   | panamoe bench: target exists: choose another --out
            package --out target/no --sdk src      | panamoe bench: src is no TornadoVM SDK: expected the folder that has tornado-argfile
            """)
    void badInputIsRefusedInALine(String command, String message) {
        CommandRun run = CommandRun.of(command);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).containsExactly(message);
    }

    private Path sdk() throws IOException {
        Path sdk = Files.createDirectories(folder.resolve("an sdk"));
        for (String part : List.of("lib", "etc", "examples", "share/java/tornado")) {
            Files.createDirectories(sdk.resolve(part));
        }
        Files.writeString(sdk.resolve("lib/libtornado-cuda.so"), "native");
        Files.writeString(
                sdk.resolve("tornado-argfile"),
                "-Djava.library.path=%1$s/lib\n--module-path .:%1$s/share/java/tornado\n".formatted(sdk));
        Path jar = sdk.resolve(API.formatted(Runtime.version().feature()));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("text"));
            zip.write("a".repeat(100_000).getBytes(StandardCharsets.UTF_8));
        }
        return sdk;
    }

    /** Jars are stored without compression, and options have a placeholder for the folder of the SDK. */
    @Test
    void theCopyOfAnSdkDoesNotDependOnItsFolder() throws IOException {
        Path home = sdk();
        PackagedSdk packaged = new PackagedSdk(TornadoSdk.in(home));

        packaged.copy(folder.resolve("copy"));

        assertThat(packaged.options())
                .startsWith("-Djava.library.path=@SDK@/lib", "--module-path", "@SDK@/share/java/tornado")
                .contains("-Dtornado.recover.bailout=False");
        assertThat(folder.resolve("copy/lib/libtornado-cuda.so")).hasContent("native");
        assertThat(folder.resolve("copy/examples")).doesNotExist();
        String api = API.formatted(Runtime.version().feature());
        Path copy = folder.resolve("copy").resolve(api);
        assertThat(Files.size(home.resolve(api))).isLessThan(10_000);
        assertThat(Files.size(copy)).isGreaterThan(100_000);
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            assertThat(zip.getInputStream(zip.getEntry("text"))).hasContent("a".repeat(100_000));
        }
    }

    /** The class path of a test has no jar of tests. That is refused after every problem of the options. */
    @Test
    void aPlaceThatCannotBecomeAFolderIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("afile"), "");
        Path link = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none"));

        assertThat(refusal(file.resolve("x")))
                .isEqualTo(
                        "cannot write to " + file.resolve("x") + " (" + file + " is no folder): choose another --out");
        assertThat(refusal(link)).isEqualTo(link + " exists: choose another --out");
        assertThat(refusal(link.resolve("x")))
                .isEqualTo(
                        "cannot write to " + link.resolve("x") + " (" + link + " is no folder): choose another --out");
        assertThat(refusal(Path.of("")))
                .isEqualTo("Invalid value for option '--out': \"\": expected the path of a file or folder");
        assertThat(refusal(folder.resolve("a/b/c"))).startsWith("the class path has no tests");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    private String refusal(Path out) throws IOException {
        CommandRun run = CommandRun.ofWords("package", "--sdk", sdk().toString(), "--out", out.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors()).hasSize(1);
        return run.errors().getFirst().replace("panamoe bench: ", "");
    }
}
