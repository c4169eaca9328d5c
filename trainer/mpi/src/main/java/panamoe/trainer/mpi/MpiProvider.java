package panamoe.trainer.mpi;

import java.util.Optional;
import panamoe.tensor.parallel.Communicator;
import panamoe.tensor.parallel.CommunicatorProvider;
import panamoe.trainer.common.Launch;
import panamoe.trainer.common.UserError;

/** Joins the processes that {@code mpirun} or {@code srun} started, with the MPI library of that launcher. */
public final class MpiProvider implements CommunicatorProvider {

    /** For {@link java.util.ServiceLoader}. */
    public MpiProvider() {}

    /** {@inheritDoc} A library is for one use: after {@link Communicator#close} it cannot be started again in this process. */
    @Override
    public Communicator open() {
        Launch launch = launch();
        MpiThread thread = MpiThread.start();
        MpiLibrary library = thread.call(() -> start(launch));
        MpiCommunicator communicator = new MpiCommunicator(library.mpi(), thread);
        if (communicator.size() != launch.size()) {
            communicator.close();
            throw new IllegalArgumentException("the launcher "
                    + launch.launcher().label() + " started " + launch.size()
                    + " processes, and " + library.name() + " (" + communicator.library() + ") sees "
                    + communicator.size() + ": use the mpirun of this library, or name the launcher's library with -D"
                    + MpiLibrary.PROPERTY);
        }
        return communicator;
    }

    private static MpiLibrary start(Launch launch) {
        NativeEnvironment.prepare();
        try (SignalHandlers _ = SignalHandlers.keep()) {
            MpiLibrary library =
                    MpiLibrary.load(launch.launcher(), Optional.ofNullable(System.getProperty(MpiLibrary.PROPERTY)));
            library.mpi().start();
            return library;
        }
    }

    private static Launch launch() {
        try {
            return Launch.of(System.getenv())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "this process is not one of several: start it with mpirun -n 2 or more"));
        } catch (UserError e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
