package panamoe.trainer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.trainer.common.Launch.Launcher;

/** Variables as the launchers set them: Open MPI 4.1, MPICH 4.0, Slurm's documentation of srun. */
class LaunchTest {

    private static final Map<String, String> OPEN_MPI = Map.of(
            "OMPI_COMM_WORLD_RANK", "5",
            "OMPI_COMM_WORLD_SIZE", "8",
            "OMPI_COMM_WORLD_LOCAL_RANK", "1",
            "OMPI_COMM_WORLD_LOCAL_SIZE", "4",
            "PMIX_RANK", "5");

    private static final Map<String, String> HYDRA = Map.of(
            "PMI_RANK", "1",
            "PMI_SIZE", "2",
            "MPI_LOCALRANKID", "1",
            "MPI_LOCALNRANKS", "2");

    private static final Map<String, String> BATCH = Map.of(
            "SLURM_PROCID", "0",
            "SLURM_NTASKS", "11",
            "SLURM_LOCALID", "0",
            "SLURM_NODEID", "0",
            "SLURM_TASKS_PER_NODE", "4(x2),3");

    private static final Map<String, String> STEP = with(
            BATCH,
            "SLURM_PROCID",
            "6",
            "SLURM_LOCALID",
            "2",
            "SLURM_NODEID",
            "1",
            "SLURM_STEP_TASKS_PER_NODE",
            "4(x2),3",
            "PMIX_RANK",
            "6");

    private static Map<String, String> with(Map<String, String> variables, String... namesAndValues) {
        Map<String, String> changed = new HashMap<>(variables);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            changed.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return changed;
    }

    private static String[] entries(Map<String, String> variables) {
        return variables.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .toArray(String[]::new);
    }

    private static Map<String, String> without(Map<String, String> variables, String name) {
        Map<String, String> changed = new HashMap<>(variables);
        changed.remove(name);
        return changed;
    }

    private static void assertLaunch(Map<String, String> variables, Launch expected) {
        assertThat(Launch.of(variables)).contains(expected);
    }

    private static void assertRefused(Map<String, String> variables, String message) {
        assertThatThrownBy(() -> Launch.of(variables))
                .isInstanceOf(UserError.class)
                .hasMessage(message);
    }

    @Test
    void theVariablesOfEachLauncherAreRead() {
        assertLaunch(OPEN_MPI, new Launch(Launcher.OPEN_MPI, 5, 8, 1, 4));
        assertLaunch(HYDRA, new Launch(Launcher.HYDRA, 1, 2, 1, 2));
        assertLaunch(STEP, new Launch(Launcher.SLURM, 6, 11, 2, 4));
        Map<String, String> last = with(STEP, "SLURM_NODEID", "2", "SLURM_PROCID", "10", "SLURM_LOCALID", "2");
        assertLaunch(last, new Launch(Launcher.SLURM, 10, 11, 2, 3));
        assertLaunch(
                without(with(STEP, "PMI_RANK", "6", "PMI_SIZE", "11"), "PMIX_RANK"),
                new Launch(Launcher.SLURM, 6, 11, 2, 4));
    }

    /** Open MPI and Hydra start one helper per machine through srun, and each helper starts its processes. */
    @Test
    void anMpirunInAJobOfSlurmIsTheLauncher() {
        assertLaunch(with(STEP, entries(OPEN_MPI)), new Launch(Launcher.OPEN_MPI, 5, 8, 1, 4));
        assertLaunch(without(with(STEP, entries(HYDRA)), "PMIX_RANK"), new Launch(Launcher.HYDRA, 1, 2, 1, 2));
    }

    @Test
    void oneProcessIsNotOneOfSeveral() {
        assertThat(Launch.of(Map.of())).isEmpty();
        assertThat(Launch.of(Map.of("OMPI_COMM_WORLD_SIZE", "1"))).isEmpty();
        assertThat(Launch.of(with(HYDRA, "PMI_SIZE", "1"))).isEmpty();
        assertThat(Launch.of(BATCH)).isEmpty();
        assertThat(Launch.of(without(STEP, "PMIX_RANK"))).isEmpty();
        assertThat(Launch.of(with(STEP, "SLURM_NTASKS", "1"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OMPI_COMM_WORLD_SIZE | two | 1 or more",
                "OMPI_COMM_WORLD_SIZE | 0 | 1 or more",
                "OMPI_COMM_WORLD_SIZE | 99999999999 | 1 or more",
                "OMPI_COMM_WORLD_RANK | 8 | 0 to 7",
                "OMPI_COMM_WORLD_RANK | -1 | 0 to 7",
                "OMPI_COMM_WORLD_LOCAL_RANK | 4 | 0 to 3",
                "OMPI_COMM_WORLD_LOCAL_RANK | '' | 0 to 3",
                "OMPI_COMM_WORLD_LOCAL_SIZE | 9 | 1 to 8"
            })
    void malformedNumbersAreRefused(String variable, String value, String range) {
        assertRefused(
                with(OPEN_MPI, variable, value),
                variable + " of the launcher Open MPI is \"" + value + "\": expected a whole number, " + range);
    }

    @Test
    void incompleteVariablesAreRefused() {
        assertRefused(
                without(HYDRA, "PMI_RANK"), "the launcher Hydra did not set PMI_RANK, although it set PMI_SIZE=2");
        assertRefused(
                without(STEP, "SLURM_NODEID"),
                "the launcher Slurm did not set SLURM_NODEID, although it set SLURM_NTASKS=11");
        assertRefused(
                with(STEP, "SLURM_STEP_TASKS_PER_NODE", "4(x2"),
                "SLURM_STEP_TASKS_PER_NODE is \"4(x2\": expected a list such as 4(x2),3");
        assertRefused(
                with(STEP, "SLURM_NODEID", "3"),
                "SLURM_STEP_TASKS_PER_NODE is \"4(x2),3\", and SLURM_NODEID is 3: expected fewer nodes");
    }

    @Test
    void aLaunchIsChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Launch(Launcher.HYDRA, 0, 1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Launch(Launcher.HYDRA, 0, 2, 0, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new Launch(Launcher.HYDRA, 2, 2, 0, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Launch(Launcher.HYDRA, 0, 2, 1, 1));
    }
}
