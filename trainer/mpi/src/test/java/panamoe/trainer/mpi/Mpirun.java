package panamoe.trainer.mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import panamoe.trainer.common.Launch.Launcher;

/** The launchers of this machine, which start {@link RankProgram}. */
enum Mpirun {
    OPEN_MPI(Launcher.OPEN_MPI, "mpirun.openmpi", "open-mpi.org"),
    MPICH(Launcher.HYDRA, "mpirun.mpich", "HYDRA");

    /** Open MPI refuses to run as root, and more processes than cores, unless it is told to. */
    private static final Map<String, String> ALLOWED = Map.of(
            "OMPI_ALLOW_RUN_AS_ROOT",
            "1",
            "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM",
            "1",
            "OMPI_MCA_rmaps_base_oversubscribe",
            "1");

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final Launcher launcher;
    private final Optional<String> command;

    /**
     * @param debian the name where Debian installs both launchers
     * @param family a word of the version that plain mpirun prints
     */
    Mpirun(Launcher launcher, String debian, String family) {
        this.launcher = launcher;
        command = Stream.of(debian, "mpirun")
                .filter(name -> isOfFamily(name, family))
                .findFirst();
    }

    Launcher launcher() {
        return launcher;
    }

    /** The exit code, the lines of both outputs together, and when mpirun ended. */
    record Outcome(int code, List<String> lines, Instant end) {

        /** What follows a word at the start of a line, of all processes. */
        List<String> values(String word) {
            return lines.stream()
                    .filter(line -> line.startsWith(word + " "))
                    .map(line -> line.substring(word.length() + 1))
                    .toList();
        }
    }

    /** Runs a case of {@link RankProgram} in several processes. Skips the test if the launcher is not installed. */
    Outcome run(int processes, Map<String, String> environment, String program, String... options)
            throws IOException, InterruptedException {
        assumeTrue(command.isPresent(), "no mpirun of " + launcher.label() + " on the PATH");
        List<String> line = new ArrayList<>(List.of(command.orElseThrow(), "-n", Integer.toString(processes)));
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED"));
        line.addAll(List.of(options));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), RankProgram.class.getName(), program));
        Path output = Files.createTempFile("mpirun", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(ALLOWED);
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            Instant end = Instant.now();
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            assertThat(ended).as("ends within %s: %s", LIMIT, lines).isTrue();
            return new Outcome(process.exitValue(), lines, end);
        } finally {
            Files.delete(output);
        }
    }

    private static boolean isOfFamily(String command, String word) {
        boolean isOnPath = Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
        if (!isOnPath) {
            return false;
        }
        try {
            Process process = new ProcessBuilder(command, "--version")
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                return lines.lines().toList().stream().anyMatch(line -> line.contains(word));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
