package panamoe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests which JDK {@code ./panamoe} uses, and its message if that is not the one of JAVA_HOME or too old. */
@EnabledOnOs(OS.LINUX)
class LauncherTest {

    /** The JDK of this test, which Panamoe can run on. The launcher finds it on PATH if JAVA_HOME is not usable. */
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path temporary;

    private record Outcome(int code, List<String> lines, List<String> errors) {}

    private Outcome jdkHome(Path javaHome) throws IOException, InterruptedException {
        return run(javaHome, Map.of(), "--jdk-home");
    }

    private Outcome run(Path javaHome, Map<String, String> environment, String argument)
            throws IOException, InterruptedException {
        Path errors = temporary.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder("../panamoe", argument).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().merge("PATH", JDK.resolve("bin").toString(), (path, own) -> own + ":" + path);
        Process process = builder.start();
        List<String> lines = process.inputReader().lines().toList();
        return new Outcome(process.waitFor(), lines, Files.readAllLines(errors));
    }

    private Path jdkOfVersion(String version) throws IOException {
        Path bin = Files.createDirectories(temporary.resolve("jdk/bin"));
        for (String program : List.of("java", "javac")) {
            Path file =
                    Files.writeString(bin.resolve(program), "#!/bin/sh\necho 'openjdk version \"" + version + "\"'\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return bin.getParent();
    }

    private void assertUsesAnotherJdk(Path javaHome, String fault) throws IOException, InterruptedException {
        Outcome outcome = jdkHome(javaHome);
        String taken = JDK.toRealPath().toString();

        assertThat(outcome.code()).isZero();
        assertThat(outcome.lines()).containsExactly(taken);
        assertThat(outcome.errors())
                .containsExactly("panamoe: JAVA_HOME=%s is %s, and Panamoe needs 21 or newer: taking %s"
                        .formatted(javaHome, fault, taken));
    }

    @Test
    void anUnusableJavaHomeIsNamedWithTheJdkThatIsUsed() throws IOException, InterruptedException {
        assertUsesAnotherJdk(temporary.resolve("none"), "no JDK (no javac that runs)");
        assertUsesAnotherJdk(jdkOfVersion("17.0.2"), "JDK 17");
    }

    @Test
    void aUsableJavaHomeIsUsedWithoutAMessage() throws IOException, InterruptedException {
        assertThat(jdkHome(JDK)).isEqualTo(new Outcome(0, List.of(JDK.toString()), List.of()));
        Path newer = jdkOfVersion("26.0.1");
        assertThat(jdkHome(newer)).isEqualTo(new Outcome(0, List.of(newer.toString()), List.of()));
    }

    @Test
    void severalProcessesNeedANewerJdk() throws IOException, InterruptedException {
        Path jdk = jdkOfVersion("21.0.9");
        String line = "panamoe: several processes (MPI) need JDK 22 or newer, and " + jdk
                + " is JDK 21: set JAVA_HOME to a newer one";
        Map<String, String> openMpi = Map.of("OMPI_COMM_WORLD_SIZE", "2", "OMPI_COMM_WORLD_LOCAL_SIZE", "2");
        Map<String, String> second = Map.of("PMI_SIZE", "2", "MPI_LOCALNRANKS", "2", "MPI_LOCALRANKID", "1");

        assertThat(run(jdk, openMpi, "train")).isEqualTo(new Outcome(2, List.of(), List.of(line)));
        assertThat(run(jdk, second, "train")).isEqualTo(new Outcome(2, List.of(), List.of()));
    }
}
