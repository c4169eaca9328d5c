package panamoe.bench;

import java.util.Locale;
import java.util.concurrent.Callable;
import panamoe.bench.step.StepMeasurement;
import panamoe.bench.step.StepRun;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Check;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code panamoe bench step}: measures time and memory of a training step. */
@Command(
        name = "step",
        mixinStandardHelpOptions = true,
        description = {
            "Measures training steps of a small sparse encoder.",
            "The encoder is pre-norm. It has a mixture of experts in every other layer, and a gate and a head per task. A"
                    + " batch has one task. A step is forward, backward, clipping to norm 1 and AdamW on all parameters."
        })
final class StepCommand implements Callable<Integer> {

    @Mixin
    private StepOptions step;

    @Option(
            names = "--dense",
            description = "A dense network in every layer, with as many operations per token as experts with k 1.")
    private boolean dense;

    @Option(names = "--steps", defaultValue = "30", description = "Steps to measure (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--warmup",
            defaultValue = "20",
            description = "Warm-up steps before them, in which the JVM compiles (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--kernels",
            description =
                    "Then profile as many steps and print a line per kernel: calls, time, share, rate and fraction of the"
                            + " roofline (any backend).")
    private boolean kernels;

    @Mixin
    private RunOptions on;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Check.that(steps >= 1, "--steps " + steps + ": expected at least 1");
        Check.that(warmup >= 0, "--warmup " + warmup + ": expected at least 0");
        StepSizes sizes = dense ? step.sizes().dense() : step.sizes();
        try (StepRun run = new StepRun(on.create(step.threads()), sizes)) {
            print(run, StepMeasurement.of(run, warmup, steps));
        }
        if (kernels) {
            new StepKernels(on, step.threads(), output).print(sizes, warmup, steps);
        }
        return 0;
    }

    private void print(StepRun run, StepMeasurement taken) {
        StepSizes sizes = run.sizes();
        String network = sizes.isSparse() ? "sparse" : "dense";
        double tokensPerSecond = 1e3 * sizes.rows() / taken.medianMs();
        boolean phased = !run.backend().runsLater();
        ObjectNode row = Output.row("step")
                .put("median_ms", taken.medianMs())
                .put("min_ms", taken.minMs())
                .put("tokens_per_s", tokensPerSecond)
                .put("alloc_bytes_per_step", Math.round(taken.allocBytesPerStep()));
        if (phased) {
            row.put("forward_ms", taken.forwardMs())
                    .put("backward_ms", taken.backwardMs())
                    .put("optimizer_ms", taken.optimizerMs());
        }
        output.line(
                row.put("loss", taken.loss())
                        .put("feed_forward", network)
                        .put("layers", sizes.layers())
                        .put("d", sizes.width())
                        .put("heads", sizes.heads())
                        .put("ff", sizes.hidden())
                        .put("experts", sizes.experts())
                        .put("k", sizes.k())
                        .put("batch", sizes.sequences())
                        .put("seq", sizes.length())
                        .put("vocab", sizes.vocabulary())
                        .put("tasks", sizes.tasks())
                        .put("threads", step.threads())
                        .put("steps", steps)
                        .put("backend", run.backend().name())
                        .put("device", run.backend().deviceName().orElse(null)),
                "step %s  median %.1f ms, min %.1f%s, %.0f tokens/s, %.1f KiB allocated per step, loss %.4f",
                network,
                taken.medianMs(),
                taken.minMs(),
                phased ? phases(taken) : "",
                tokensPerSecond,
                taken.allocBytesPerStep() / 1024,
                taken.loss());
    }

    private static String phases(StepMeasurement taken) {
        return String.format(
                Locale.ROOT,
                " (forward %.1f, backward %.1f, optimizer %.1f)",
                taken.forwardMs(),
                taken.backwardMs(),
                taken.optimizerMs());
    }
}
