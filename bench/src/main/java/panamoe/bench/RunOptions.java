package panamoe.bench;

import java.util.Optional;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendRequest;
import panamoe.tensor.Backends;
import panamoe.tensor.Precision;
import picocli.CommandLine.Option;

/** The options for the backend of a benchmark. */
public final class RunOptions {

    @Option(
            names = "--backend",
            description = "auto (vector or scalar), or one of vector, scalar, reference and tornado"
                    + " (default: ${DEFAULT-VALUE}).")
    private String backend;

    @Option(names = "--device", description = "The device of backend tornado, an id that './panamoe devices' lists.")
    private Optional<String> device;

    @Option(
            names = "--precision",
            description = "Precision of matrix products on a CUDA device: fp32 or tf32 (default: fp32).")
    private Optional<String> precision;

    /** Options with the default backend {@code auto}, the best one of the CPU. */
    public RunOptions() {
        this("auto");
    }

    /** Options with a default backend. */
    public RunOptions(String backend) {
        this.backend = backend;
    }

    /** The precision to which matrix products round their operands. */
    public Precision precision() {
        return Backends.precision(backend, asked());
    }

    private Optional<Precision> asked() {
        return precision.map(Precision::of);
    }

    /** Starts the backend. */
    public Backend create(int threads) {
        return Backends.create(backend, new BackendRequest(threads, device, asked()));
    }
}
