package panamoe.trainer.mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import panamoe.tensor.DType;
import panamoe.trainer.mpi.Mpirun.Outcome;

/** The operations in processes that mpirun starts. Skipped for an mpirun that is not installed. */
class MpiCommunicatorTest {

    /** All processes must end within this time after the first. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static Outcome run(Mpirun mpirun, int processes, String program) throws IOException, InterruptedException {
        return run(mpirun, processes, Map.of(), program);
    }

    private static Outcome run(
            Mpirun mpirun, int processes, Map<String, String> environment, String program, String... options)
            throws IOException, InterruptedException {
        Outcome outcome = mpirun.run(processes, environment, program, options);
        assertThat(outcome.code()).as("%s", outcome.lines()).isZero();
        assertThat(outcome.values("done")).hasSize(processes).contains("0 of " + processes);
        return outcome;
    }

    @ParameterizedTest
    @CsvSource({"OPEN_MPI, Open MPI", "MPICH, MPICH"})
    void theLibraryIsThatOfTheLauncher(Mpirun mpirun, String name) throws IOException, InterruptedException {
        assertThat(run(mpirun, 2, "library").values("library"))
                .hasSize(2)
                .allMatch(library -> library.matches(name + " v?\\d+\\.\\d+[.\\d]*"));
    }

    @ParameterizedTest
    @CsvSource({"OPEN_MPI, 2", "OPEN_MPI, 3", "MPICH, 2", "MPICH, 3"})
    void allReduceSumsWithTheSameBitsOnEachProcess(Mpirun mpirun, int processes)
            throws IOException, InterruptedException {
        List<String> sums = run(mpirun, processes, "allReduce").values("sum");

        assertThat(sums).hasSize(12 * processes).allMatch(line -> line.contains(" true "));
        assertThat(Set.copyOf(sums)).hasSize(12);
    }

    @ParameterizedTest
    @EnumSource
    void allToAllMovesParts(Mpirun mpirun) throws IOException, InterruptedException {
        List<String> expected = new ArrayList<>();
        for (DType dtype : DType.values()) {
            for (int to = 0; to < 3; to++) {
                expected.add("%d %s %d %d %d true"
                        .formatted(to, dtype, Exchanges.count(0, to), Exchanges.count(1, to), Exchanges.count(2, to)));
            }
        }
        assertThat(expected).contains("0 F32 0 3 2 true", "1 I32 200001 0 3 true");
        assertThat(run(mpirun, 3, "allToAll").values("received")).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @EnumSource
    void broadcastCopiesBytes(Mpirun mpirun) throws IOException, InterruptedException {
        assertThat(run(mpirun, 3, "broadcast").values("broadcast"))
                .hasSize(3 * 3 * 4)
                .allMatch(line -> line.endsWith(" true true"));
    }

    @ParameterizedTest
    @EnumSource
    void operationsRunInTheOrderOfTheCalls(Mpirun mpirun) throws IOException, InterruptedException {
        assertThat(run(mpirun, 3, "order").values("order"))
                .hasSize(3)
                .containsOnly("a6 b12 c18 d24 e30 f36 g42 interrupted failed");
    }

    @ParameterizedTest
    @EnumSource
    void anErrorOfTheLibraryIsAnException(Mpirun mpirun) throws IOException, InterruptedException {
        assertThat(run(mpirun, 2, "mismatch").values("failed"))
                .singleElement()
                .asString()
                .matches("MPI_Bcast failed: .*[Mm]essage truncated.*");
    }

    /** Open MPI's launcher ends with the code of the process that ended first, MPICH's with some code. */
    @ParameterizedTest
    @CsvSource({
        "OPEN_MPI, throws, 1",
        "OPEN_MPI, exits, 1",
        "OPEN_MPI, exitsWithCode, 3",
        "OPEN_MPI, isKilled, 137",
        "OPEN_MPI, aborts, 7",
        "OPEN_MPI, abortsOnTheThread, 7",
        "OPEN_MPI, abortsWhileTheThreadHangs, 7",
        "MPICH, throws,",
        "MPICH, exits,",
        "MPICH, exitsWithCode,",
        "MPICH, isKilled,",
        "MPICH, aborts, 7",
        "MPICH, abortsOnTheThread, 7",
        "MPICH, abortsWhileTheThreadHangs,"
    })
    void aProcessThatEndsEndsAll(Mpirun mpirun, String way, Integer code) throws IOException, InterruptedException {
        Outcome outcome = mpirun.run(3, Map.of(), way);

        assertThat(outcome.values("ends")).as("%s", outcome.lines()).hasSize(1);
        Instant begun =
                Instant.ofEpochMilli(Long.parseLong(outcome.values("ends").getFirst()));
        assertThat(Duration.between(begun, outcome.end()))
                .as("%s", outcome.lines())
                .isLessThan(SOON);
        assertThat(outcome.values("done")).isEmpty();
        if (code != null) {
            assertThat(outcome.code()).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @CsvSource({"OPEN_MPI, libmpich.so.12", "MPICH, libmpi.so.40"})
    void theLibraryOfAnotherLauncherIsRefused(Mpirun mpirun, String library) throws IOException, InterruptedException {
        Outcome outcome = mpirun.run(2, Map.of(), "library", "-Dpanamoe.mpi.library=" + library);

        assumeTrue(
                outcome.lines().stream().noneMatch(line -> line.contains("found no MPI library")),
                library + " is not installed");
        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.lines())
                .anyMatch(line -> line.contains("the launcher "
                                + mpirun.launcher().label() + " started 2 processes, and " + library + " (")
                        && line.contains(" sees 1: use the mpirun of this library"));
    }

    /** C1 compiles each read through null to a fault, C2 would not. UCX under MPICH replaces handlers, if it is told to, in spite of the provider. */
    @ParameterizedTest
    @CsvSource({"OPEN_MPI,", "MPICH,", "MPICH, SEGV"})
    void theJvmHandlesItsFaults(Mpirun mpirun, String signalsOfUcx) throws IOException, InterruptedException {
        Map<String, String> environment = signalsOfUcx == null ? Map.of() : Map.of("UCX_ERROR_SIGNALS", signalsOfUcx);
        Outcome outcome =
                run(mpirun, 2, environment, "faults", "-XX:TieredStopAtLevel=1", "-XX:-StackTraceInThrowable");

        assertThat(outcome.values("faults"))
                .hasSize(2)
                .containsOnly(JvmFaults.NULLS + " " + JvmFaults.OVERFLOWS + " " + JvmFaults.COLLECTIONS + " "
                        + JvmFaults.SUMS);
    }
}
