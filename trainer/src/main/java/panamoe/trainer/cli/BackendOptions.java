package panamoe.trainer.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendRequest;
import panamoe.tensor.Backends;
import panamoe.tensor.Precision;
import panamoe.trainer.common.Launch;
import panamoe.trainer.common.Machine;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;
import picocli.CommandLine.Option;

/** The options for the backend, its device, its precision and its threads. */
final class BackendOptions {

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Worker threads. Default: one per core; several processes divide the cores of a machine.")
    private @Nullable Integer threads;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description =
                    "The backend that computes: vector (SIMD on the CPU), scalar, reference (slow, for tests), tornado (GPU)"
                            + " or auto, which takes vector or scalar. Default: auto.")
    private @Nullable String name;

    @Option(
            names = "--device",
            paramLabel = "ID",
            description =
                    "The device for backend tornado, by its number in the list of './panamoe devices'. Default: 0:0.")
    private Optional<String> device;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "The precision of matrix products on a CUDA device: fp32 or tf32. Default: fp32.")
    private Optional<String> precision;

    /** The number of worker threads. */
    int threads() {
        return chosenThreads().orElseGet(BackendOptions::ownCores);
    }

    /** The cores of this process: several processes that were started together share those of their machine. */
    private static int ownCores() {
        int processes = Launch.of(System.getenv()).map(Launch::localSize).orElse(1);
        return Math.max(1, Machine.cores() / processes);
    }

    /** Worker threads if they are asked for. */
    Optional<Integer> chosenThreads() {
        return Optional.ofNullable(threads);
    }

    /** The name of the backend. @param otherwise if none is asked for here */
    String name(String otherwise) {
        return name == null ? otherwise : name;
    }

    /**
     * Starts the backend.
     *
     * @param otherwise the backend's name if {@code --backend} is not given
     * @throws UserError if the backend cannot run here, or an option does not fit it
     */
    Backend open(String otherwise) {
        if (threads() < 1 || threads() > BackendRequest.MOST_THREADS) {
            throw new UserError("--threads " + threads() + ": expected 1 to " + BackendRequest.MOST_THREADS);
        }
        try {
            return Backends.create(
                    name(otherwise), new BackendRequest(threads(), device, precision.map(Precision::of)));
        } catch (IllegalArgumentException e) {
            throw new UserError(MessageText.of(e));
        }
    }
}
