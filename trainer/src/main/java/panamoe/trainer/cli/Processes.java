package panamoe.trainer.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.parallel.Communicator;
import panamoe.tensor.parallel.CommunicatorProvider;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.common.Agreement;
import panamoe.trainer.common.Launch;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;
import picocli.CommandLine;

/** The processes that a launcher such as {@code mpirun} started together with this one. A failure in one of them ends all. */
public final class Processes {

    /** Longer than the times at which the processes of a machine start differ. */
    private static final Duration FIRST_SPEAKS = Duration.ofSeconds(10);

    private final @Nullable Communicator communicator; // null: this process is the only one

    private Processes(@Nullable Communicator communicator) {
        this.communicator = communicator;
    }

    /** Work of all processes. */
    @FunctionalInterface
    public interface Work {
        /** Does the work. @return the exit code */
        int run(ProcessGroup group) throws IOException;
    }

    /** The end of a command that says nothing, since another process says it. */
    static final class Quiet extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final int exitCode;

        private Quiet(int exitCode) {
            super("another process says why");
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    /**
     * Joins the processes that the environment tells of; a process without others joins none.
     *
     * @throws UserError if they cannot work together; only one process of each machine throws it, the others are {@link Quiet}
     */
    public static Processes join() {
        Optional<Launch> launch = Launch.of(System.getenv());
        if (launch.isEmpty()) {
            return new Processes(null);
        }
        try {
            return new Processes(provider(launch.get()).open());
        } catch (IllegalArgumentException | UserError e) {
            throw refusal(launch.get(), MessageText.of(e));
        }
    }

    /** The refusal of all processes, which the first one of each machine says. */
    static RuntimeException refusal(Launch launch, String message) {
        return launch.localRank() == 0 ? new UserError(message) : new Quiet(CommandLine.ExitCode.USAGE);
    }

    /**
     * Waits in the other processes of a machine until the first one has said what all of them refuse. A launcher ends all processes as
     * soon as one has failed, so that the others end here.
     */
    static void letFirstSpeak() {
        try {
            if (Launch.of(System.getenv())
                    .filter(launch -> launch.localRank() > 0)
                    .isPresent()) {
                Thread.sleep(FIRST_SPEAKS);
            }
        } catch (UserError e) { // the process knows no others
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The operations of several processes; empty if this process is the only one. */
    public Optional<Communicator> communicator() {
        return Optional.ofNullable(communicator);
    }

    private static CommunicatorProvider provider(Launch launch) {
        return ServiceLoader.load(CommunicatorProvider.class)
                .findFirst()
                .orElseThrow(() -> new UserError(
                        launch.size() + " processes of " + launch.launcher().label()
                                + ": MPI is not in this build: start with ./panamoe, which builds it in"));
    }

    /**
     * Does the work in all processes and leaves the group.
     *
     * @return the exit code
     * @throws Quiet if another process failed and says why
     */
    public int run(Work work) throws IOException {
        if (communicator == null) {
            return work.run(ProcessGroup.single());
        }
        try {
            int exitCode = work.run(ProcessGroup.of(communicator));
            communicator.close();
            return exitCode;
        } catch (Agreement.Failed e) {
            communicator.close();
            switch (e.getCause()) {
                case null -> throw new Quiet(0); // the process that says why has the exit code
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            endOthers(communicator);
            throw e;
        }
    }

    /** Ends the other processes, which may wait for this one, after this one has said why it failed. */
    private static void endOthers(Communicator communicator) {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> communicator.abort(1), "end of all processes"));
        } catch (IllegalStateException e) { // this process is ending already, for example after Ctrl-C
            communicator.abort(1);
        }
    }
}
