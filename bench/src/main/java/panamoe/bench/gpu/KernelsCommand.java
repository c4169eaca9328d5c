package panamoe.bench.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import panamoe.bench.Output;
import panamoe.bench.RunOptions;
import panamoe.bench.StepOptions;
import panamoe.bench.step.StepMeasurement;
import panamoe.bench.step.StepRun;
import panamoe.tensor.Check;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code panamoe bench kernels}: measures the time of each kernel of a training step on a device. */
@Command(
        name = "kernels",
        mixinStandardHelpOptions = true,
        description = {
            "Measures a training step on a TornadoVM device, kernel by kernel.",
            "Launches, milliseconds and shares come from TornadoVM's profiler. The host's share is the part of a step"
                    + " without the profiler in which no kernel ran."
        })
public final class KernelsCommand implements Callable<Integer> {

    /** The property that switches the profiler on. TornadoVM reads it at each execution. */
    private static final String PROFILER = "tornado.profiler";

    /** The property that keeps the profile off standard output. */
    private static final String COLLECTED = "tornado.log.profiler";

    /** The property with the file of the profile. TornadoVM reads it once, when it starts. */
    private static final String PROFILE = "tornado.profiler.dump.dir";

    /** The property of CUDA graphs. They must be off, because the profiler gives no times of the kernels in a graph. */
    private static final String CUDA_GRAPH = "panamoe.tornado.cudaGraph";

    @Option(names = "--steps", defaultValue = "5", description = "Steps to measure (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--warmup",
            defaultValue = "5",
            description = "Warm-up steps before them (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Mixin
    private RunOptions on = new RunOptions("tornado");

    @Mixin
    private StepOptions step;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        Check.that(steps >= 1, "--steps " + steps + ": expected at least 1");
        Check.that(warmup >= 1, "--warmup " + warmup + ": expected at least 1, because it compiles the kernels");
        Path file = Files.createTempFile("panamoe-profile", ".json");
        file.toFile().deleteOnExit(); // after Ctrl-C too
        System.setProperty(PROFILE, file.toString());
        try {
            double stepMs = medianMs();
            System.setProperty(PROFILER, "True");
            System.setProperty(COLLECTED, "True");
            System.setProperty(CUDA_GRAPH, "false");
            medianMs();
            print(DeviceProfile.read(file, steps), stepMs);
        } finally {
            List.of(PROFILER, COLLECTED, PROFILE, CUDA_GRAPH).forEach(System::clearProperty);
            Files.deleteIfExists(file);
        }
        return 0;
    }

    private double medianMs() {
        try (StepRun run = new StepRun(on.create(step.threads()), step.sizes())) {
            Check.that(
                    run.backend().runsLater(),
                    "backend " + run.backend().name() + ": expected tornado, the only one with a profiler");
            return StepMeasurement.of(run, warmup, steps).medianMs();
        }
    }

    private void print(DeviceProfile profile, double stepMs) {
        double all = profile.kernelMs();
        for (DeviceProfile.KernelTime kernel : profile.kernels()) {
            output.line(
                    Output.row("kernel")
                            .put("kernel", kernel.name())
                            .put("launches", kernel.launches())
                            .put("ms", kernel.ms())
                            .put("share", kernel.ms() / all),
                    "%-28s %4d launches  %9.3f ms  %5.1f %%",
                    kernel.name(),
                    kernel.launches(),
                    kernel.ms(),
                    100 * kernel.ms() / all);
        }
        double hostShare = 1 - all / stepMs;
        output.line(
                Output.row("step")
                        .put("graphs", profile.graphs())
                        .put("launches", profile.launches())
                        .put("kernel_ms", all)
                        .put("copy_in_ms", profile.copyInMs())
                        .put("copy_in_bytes", profile.copyInBytes())
                        .put("median_ms", stepMs)
                        .put("host_share", hostShare),
                "all kernels: %d launches in %d graphs, %.3f ms of a step of %.3f ms, host's share %.1f %%; sent per step:"
                        + " %.1f KiB in %.3f ms",
                profile.launches(),
                profile.graphs(),
                all,
                stepMs,
                100 * hostShare,
                profile.copyInBytes() / 1024.0,
                profile.copyInMs());
    }
}
