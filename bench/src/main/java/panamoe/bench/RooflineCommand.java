package panamoe.bench;

import java.util.concurrent.Callable;
import panamoe.bench.step.StepMeasurement;
import panamoe.bench.step.StepRun;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Check;
import panamoe.tensor.profile.Bandwidth;
import panamoe.tensor.profile.FmaPeak;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code panamoe bench roofline}: compares the engine with the limits of the machine. */
@Command(
        name = "roofline",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how near the engine comes to the limits of the machine.",
            "The limits are the peak of fused multiply-adds and the memory bandwidth, on the same threads. Products and"
                    + " the step are printed as fractions of the peak, the optimizer as a fraction of the bandwidth. Needs the"
                    + " Vector API and 1.2 GB of heap."
        })
final class RooflineCommand implements Callable<Integer> {

    /** Bytes per parameter. AdamW reads 4 values (with the gradient and two moments) and writes 3; the norm reads the gradient. */
    private static final int OPTIMIZER_BYTES = 28 + 4;

    @Option(names = "--seconds", defaultValue = "0.3", description = "Seconds per product (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--steps",
            defaultValue = "15",
            description = "Training steps to measure (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Mixin
    private StepOptions step;

    @Mixin
    private Output output;

    private int threads;

    @Override
    public Integer call() {
        Repeated.checkSeconds(seconds);
        Check.that(steps >= 1, "--steps " + steps + ": expected at least 1");
        StepSizes sizes = step.sizes();
        threads = step.threads();
        try (Backend backend = Backends.create("vector", threads)) {
            double peak = peak();
            double bandwidth = bandwidth();
            GemmRun.compile(backend, seconds);
            for (GemmCase gemm : GemmCase.all()) {
                product(backend, gemm, peak);
            }
            step("sparse", sizes, peak, bandwidth);
            step("dense", sizes.dense(), peak, bandwidth);
        }
        return 0;
    }

    private double peak() {
        double gflops = FmaPeak.gflops(threads);
        output.line(
                Output.row("peak")
                        .put("threads", threads)
                        .put("vector_bits", FmaPeak.vectorBits())
                        .put("gflops", gflops),
                "peak       %.1f GFLOP/s: fused multiply-add, %d bits, %d threads",
                gflops,
                FmaPeak.vectorBits(),
                threads);
        return gflops;
    }

    private double bandwidth() {
        Bandwidth measured = Bandwidth.measure(threads);
        output.line(
                Output.row("bandwidth")
                        .put("threads", threads)
                        .put("read_gbs", measured.read())
                        .put("copy_gbs", measured.copy())
                        .put("triad_gbs", measured.triad())
                        .put("gbs", measured.best()),
                "bandwidth  %.1f GB/s: the best of read %.1f, copy %.1f, triad %.1f",
                measured.best(),
                measured.read(),
                measured.copy(),
                measured.triad());
        return measured.best();
    }

    private void product(Backend backend, GemmCase gemm, double peak) {
        GemmRun run = new GemmRun(backend, gemm);
        Repeated.warmUp(run, seconds / 4);
        double gflops = gemm.gflop() / Repeated.medianSeconds(run, seconds);
        output.line(
                gemm.putInto(Output.row("gemm"))
                        .put("threads", threads)
                        .put("gflops", gflops)
                        .put("fraction_of_peak", gflops / peak),
                "gemm %-15s  %8.1f GFLOP/s  %3.0f %% of peak",
                gemm,
                gflops,
                100 * gflops / peak);
    }

    private void step(String network, StepSizes sizes, double peak, double bandwidth) {
        try (StepRun run = new StepRun(Backends.create("vector", threads), sizes)) {
            run.compile(seconds);
            StepMeasurement taken = StepMeasurement.of(run, 0, steps);
            double gflops = 1e3 * sizes.gflop() / taken.forwardBackwardMs();
            output.line(
                    Output.row("forward_backward")
                            .put("feed_forward", network)
                            .put("threads", threads)
                            .put("ms", taken.forwardBackwardMs())
                            .put("gflops", gflops)
                            .put("fraction_of_peak", gflops / peak),
                    "step %s: forward and backward %.1f ms, %.1f GFLOP/s, %.0f %% of peak",
                    network,
                    taken.forwardBackwardMs(),
                    gflops,
                    100 * gflops / peak);
            int parameters = run.model().parameters().values().size();
            double gbs = 1e-6 * OPTIMIZER_BYTES * parameters / taken.optimizerMs();
            output.line(
                    Output.row("optimizer")
                            .put("feed_forward", network)
                            .put("threads", threads)
                            .put("ms", taken.optimizerMs())
                            .put("parameters", parameters)
                            .put("gbs", gbs)
                            .put("fraction_of_bandwidth", gbs / bandwidth),
                    "step %s: optimizer %.1f ms for %,d parameters, %.1f GB/s, %.0f %% of bandwidth",
                    network,
                    taken.optimizerMs(),
                    parameters,
                    gbs,
                    100 * gbs / bandwidth);
        }
    }
}
