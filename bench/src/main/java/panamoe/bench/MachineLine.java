package panamoe.bench;

import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.Machine;

/** Prints the machine and program that produced the numbers. */
public final class MachineLine {

    private MachineLine() {}

    /** Prints processor, JDK, backend, vector width, threads and commit. */
    public static void print(Output output, int threads) {
        try (Backend backend = Backends.create("auto", threads)) {
            Environment here = Machine.environment(backend, threads);
            int cores = Runtime.getRuntime().availableProcessors();
            output.line(
                    Output.row("machine")
                            .put("cpu", here.cpu())
                            .put("cores", cores)
                            .put("jdk", here.jdk())
                            .put("backend", here.backend())
                            .put("vector_bits", here.vectorBits())
                            .put("threads", threads)
                            .put("commit", here.commit()),
                    "%s, %d cores; JDK %s; backend %s, vectors of %d bits, %d threads; commit %s",
                    here.cpu(),
                    cores,
                    here.jdk(),
                    here.backend(),
                    here.vectorBits(),
                    threads,
                    here.commit());
        }
    }
}
