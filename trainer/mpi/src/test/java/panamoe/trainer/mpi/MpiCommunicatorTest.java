package panamoe.trainer.mpi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operations in processes that mpirun starts. */
class MpiCommunicatorTest {

    @ParameterizedTest
    @CsvSource({"OPEN_MPI, 2", "OPEN_MPI, 3", "MPICH, 2", "MPICH, 3"})
    void allReduceSums(Mpirun mpirun, int processes) throws IOException, InterruptedException {
        Mpirun.Outcome outcome = mpirun.run(processes, "allReduce");

        assertThat(outcome.code()).as("%s", outcome.lines()).isZero();
        assertThat(outcome.values("done")).hasSize(processes);
        List<String> sums = outcome.values("sum");
        assertThat(sums).hasSize(12 * processes).allMatch(line -> line.contains(" true "));
        assertThat(sums.stream().collect(Collectors.groupingBy(line -> line, Collectors.counting())))
                .as("the same bits on each process")
                .hasSize(12);
    }
}
