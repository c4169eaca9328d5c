package panamoe.trainer.cli;

import java.util.Optional;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
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
        if (threads() < 1) {
            throw new UserError("--threads " + threads() + ": expected at least 1");
        }
        try {
            return Backends.create(name == null ? otherwise : name, threads(), device);
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage());
        }
    }
}
