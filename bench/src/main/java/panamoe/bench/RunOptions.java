package panamoe.bench;

import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import picocli.CommandLine.Option;

/** What a benchmark runs on. */
public final class RunOptions {

    @Option(
            names = "--backend",
            defaultValue = "auto",
            description = "auto, vector, scalar or reference (default: auto).")
    private String backend;

    /** Starts the backend. */
    public Backend create(int threads) {
        return Backends.create(backend, threads);
    }

    /** Its name, or auto. */
    public String backend() {
        return backend;
    }
}
