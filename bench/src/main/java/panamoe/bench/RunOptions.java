package panamoe.bench;

import java.util.Optional;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import picocli.CommandLine.Option;

/** What a benchmark runs on. */
public final class RunOptions {

    @Option(
            names = "--backend",
            defaultValue = "auto",
            description =
                    "auto, vector, scalar, reference or tornado (default: ${DEFAULT-VALUE}, which is vector or scalar).")
    private String backend;

    @Option(names = "--device", description = "The device of backend tornado, as './panamoe devices' lists them.")
    private Optional<String> device;

    /** Starts the backend. */
    public Backend create(int threads) {
        return Backends.create(backend, threads, device);
    }
}
