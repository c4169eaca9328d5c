package panamoe.trainer.cli;

import java.util.Optional;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendRequest;
import panamoe.tensor.Backends;
import panamoe.tensor.Precision;
import panamoe.trainer.common.Machine;
import panamoe.trainer.common.UserError;
import picocli.CommandLine.Option;

/** The backend, its device and its threads. */
final class BackendOptions {

    @Option(names = "--threads", paramLabel = "N", description = "Worker threads. Default: one per core.")
    private Integer threads;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "auto, vector, scalar, reference, tornado. Default: auto, which is vector or scalar.")
    private String name;

    @Option(
            names = "--device",
            paramLabel = "ID",
            description = "The device of backend tornado, as './panamoe devices' lists them. Default: 0:0.")
    private Optional<String> device;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description = "Of matrix products on a CUDA device: fp32 or tf32. Default: fp32.")
    private Optional<String> precision;

    /** Worker threads. */
    int threads() {
        return threads == null ? Machine.cores() : threads;
    }

    /**
     * Starts the backend.
     *
     * @param otherwise its name if none is asked for here
     */
    Backend open(String otherwise) {
        if (threads() < 1 || threads() > BackendRequest.MOST_THREADS) {
            throw new UserError("--threads " + threads() + ": expected 1 to " + BackendRequest.MOST_THREADS);
        }
        try {
            return Backends.create(
                    name == null ? otherwise : name,
                    new BackendRequest(threads(), device, precision.map(Precision::of)));
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage());
        }
    }
}
