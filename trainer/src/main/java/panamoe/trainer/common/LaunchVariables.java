package panamoe.trainer.common;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Launch.Launcher;

/**
 * The variables in which a launcher tells a process its {@link Launch}. The script {@code panamoe} reads the same ones.
 *
 * <p>A batch job of Slurm has {@code SLURM_PROCID} too, though it is one process: only a step that {@code srun} starts
 * with a library for MPI has {@code PMIX_RANK} or {@code PMI_RANK}. Hydra inside such a job sets {@code PMI_RANK} and
 * leaves {@code SLURM_PROCID} as the number of its own helper, so its own variables come first.
 */
record LaunchVariables(
        Map<String, String> environment,
        Launcher launcher,
        String rank,
        String size,
        String localRank,
        String localSize) {

    /** The number of tasks of one node, or of several nodes in a row, in the list of Slurm. */
    private static final Pattern TASKS = Pattern.compile("(\\d{1,9})(?:\\(x(\\d{1,9})\\))?");

    /** The variables of the launcher that started this process; empty if there are none. */
    static Optional<LaunchVariables> in(Map<String, String> environment) {
        if (environment.containsKey("OMPI_COMM_WORLD_SIZE")) {
            return Optional.of(new LaunchVariables(
                    environment,
                    Launcher.OPEN_MPI,
                    "OMPI_COMM_WORLD_RANK",
                    "OMPI_COMM_WORLD_SIZE",
                    "OMPI_COMM_WORLD_LOCAL_RANK",
                    "OMPI_COMM_WORLD_LOCAL_SIZE"));
        }
        boolean isPmi = environment.containsKey("PMI_SIZE");
        if (isPmi && environment.containsKey("MPI_LOCALRANKID")) {
            return Optional.of(hydra(environment));
        }
        if (environment.containsKey("SLURM_PROCID")
                && (environment.containsKey("PMIX_RANK") || environment.containsKey("PMI_RANK"))) {
            return Optional.of(new LaunchVariables(
                    environment, Launcher.SLURM, "SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID", ""));
        }
        return isPmi ? Optional.of(hydra(environment)) : Optional.empty();
    }

    private static LaunchVariables hydra(Map<String, String> environment) {
        return new LaunchVariables(
                environment, Launcher.HYDRA, "PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID", "MPI_LOCALNRANKS");
    }

    /** The launch; empty if its size is 1. */
    Optional<Launch> launch() {
        int processes = number(size, 1, Integer.MAX_VALUE);
        if (processes == 1) {
            return Optional.empty();
        }
        int local = launcher == Launcher.SLURM ? tasksOfNode(processes) : number(localSize, 1, processes);
        return Optional.of(new Launch(
                launcher, number(rank, 0, processes - 1), processes, number(localRank, 0, local - 1), local));
    }

    /**
     * The entry of this node in a list such as {@code 4(x2),3}, which means 4, 4 and 3 tasks.
     *
     * @see <a href="https://slurm.schedmd.com/srun.html">srun, SLURM_STEP_TASKS_PER_NODE</a>
     */
    private int tasksOfNode(int processes) {
        String variable = "SLURM_STEP_TASKS_PER_NODE";
        int node = number("SLURM_NODEID", 0, Integer.MAX_VALUE);
        String list = value(variable);
        long nodes = 0;
        for (String entry : list.split(",", -1)) {
            Matcher parts = TASKS.matcher(entry);
            if (!parts.matches()) {
                throw new UserError(variable + " is " + MessageText.quoted(list) + ": expected a list such as 4(x2),3");
            }
            @Nullable String times = parts.group(2);
            nodes += times == null ? 1 : Integer.parseInt(times);
            if (node < nodes) {
                return within(variable, parts.group(1), 1, processes);
            }
        }
        throw new UserError(variable + " is " + MessageText.quoted(list) + ", and SLURM_NODEID is " + node
                + ": expected fewer nodes");
    }

    private int number(String variable, int least, int most) {
        return within(variable, value(variable), least, most);
    }

    private int within(String variable, String text, int least, int most) {
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        String range = most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most;
        throw new UserError(variable + " of the launcher " + launcher.label() + " is " + MessageText.quoted(text)
                + ": expected a whole number, " + range);
    }

    private String value(String variable) {
        @Nullable String value = environment.get(variable);
        if (value == null) {
            throw new UserError("the launcher " + launcher.label() + " did not set " + variable + ", although it set "
                    + size + "=" + environment.get(size));
        }
        return value;
    }
}
