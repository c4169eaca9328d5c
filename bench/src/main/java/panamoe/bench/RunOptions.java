package panamoe.bench;

import java.util.Optional;
import panamoe.tensor.Backend;
import panamoe.tensor.BackendRequest;
import panamoe.tensor.Backends;
import panamoe.tensor.Precision;
import picocli.CommandLine.Option;

/** What a benchmark runs on. */
public final class RunOptions {

    @Option(
            names = "--backend",
            description = "auto, which is vector or scalar, or one of vector, scalar, reference and tornado"
                    + " (default: ${DEFAULT-VALUE}).")
    private String backend;

    @Option(names = "--device", description = "The device of backend tornado, as './panamoe devices' lists them.")
    private Optional<String> device;

    @Option(names = "--precision", description = "Of matrix products on a CUDA device: fp32 or tf32 (default: fp32).")
    private Optional<String> precision;

    /** The best backend of the CPU, unless another is asked for. */
    public RunOptions() {
        this("auto");
    }

    /** That backend, unless another is asked for. */
    public RunOptions(String backend) {
        this.backend = backend;
    }

    /** To how many bits matrix products round their operands. */
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
