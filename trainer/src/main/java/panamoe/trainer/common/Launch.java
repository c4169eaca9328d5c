package panamoe.trainer.common;

import java.util.Map;
import java.util.Optional;

/**
 * The place of this process among the processes that one launcher started together, as the environment tells it.
 *
 * @param launcher the launcher's name
 * @param rank the number of this process, from 0
 * @param size the number of processes, at least 2
 * @param localRank the number of this process among those of this machine, from 0
 * @param localSize the number of processes on this machine, at least 1
 */
public record Launch(Launcher launcher, int rank, int size, int localRank, int localSize) {

    /** The programs that start several processes. */
    public enum Launcher {
        /** {@code mpirun} of Open MPI. */
        OPEN_MPI("Open MPI"),
        /** {@code mpirun} of MPICH and its relatives (Hydra), also Intel MPI and MVAPICH. */
        HYDRA("Hydra"),
        /** {@code srun} of Slurm with {@code --mpi=pmix} or {@code --mpi=pmi2}. */
        SLURM("Slurm");

        private final String label;

        Launcher(String label) {
            this.label = label;
        }

        /** The name for messages. */
        public String label() {
            return label;
        }
    }

    /** A place with a rank for each count. */
    public Launch {
        if (size < 2 || localSize < 1 || localSize > size) {
            throw new IllegalArgumentException(
                    size + " processes, " + localSize + " of them on this machine: expected at least 2, and 1 to all");
        }
        if (rank < 0 || rank >= size || localRank < 0 || localRank >= localSize) {
            throw new IllegalArgumentException("rank " + rank + " of " + size + ", local rank " + localRank + " of "
                    + localSize + ": expected ranks from 0, below the number of processes");
        }
    }

    /**
     * The place that the environment tells; empty if this process is the only one.
     *
     * @param environment as {@link System#getenv()}
     * @throws UserError if the variables of the launcher are incomplete or contradict each other; one line
     */
    public static Optional<Launch> of(Map<String, String> environment) {
        return LaunchVariables.in(environment).flatMap(LaunchVariables::launch);
    }
}
