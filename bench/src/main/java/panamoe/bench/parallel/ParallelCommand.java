package panamoe.bench.parallel;

import java.io.IOException;
import java.util.concurrent.Callable;
import panamoe.bench.Output;
import panamoe.bench.RunOptions;
import panamoe.bench.StepOptions;
import panamoe.bench.step.StepRun;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.cli.Parallel;
import panamoe.trainer.cli.Processes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mpirun -n 2 ./panamoe bench parallel}: measures training steps that several processes do together. */
@Command(
        name = "parallel",
        mixinStandardHelpOptions = true,
        description = {
            "Measures training steps of several processes.",
            "Start it with mpirun, or alone to compare. The model is that of 'bench step'. Each process has its own batch of --batch"
                    + " sequences, and a step trains on all of them."
        })
public final class ParallelCommand implements Callable<Integer>, Parallel {

    @Mixin
    private StepOptions step;

    @Option(
            names = "--expert-parallel",
            description = "Each process has an equal part of the experts. Without it each has all of them, and the"
                    + " gradients of the experts are summed like the others.")
    private boolean expertParallel;

    @Option(names = "--steps", defaultValue = "30", description = "Steps to measure (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--warmup",
            defaultValue = "20",
            description = "Warm-up steps before them, in which the JVM compiles (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Mixin
    private RunOptions on;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        Check.that(steps >= 1, "--steps " + steps + ": expected at least 1");
        Check.that(warmup >= 0, "--warmup " + warmup + ": expected at least 0");
        StepSizes sizes = step.sizes();
        return Processes.join().run(group -> {
            measure(group, sizes);
            return 0;
        });
    }

    private void measure(ProcessGroup group, StepSizes sizes) {
        Check.that(
                !expertParallel || !group.isSingle(),
                "--expert-parallel in one process: expected several, as in mpirun -n 2 ./panamoe bench parallel");
        try (StepRun run = new StepRun(on.create(step.threads()), sizes, group, expertParallel)) {
            Backend backend = run.backend();
            Check.that(
                    group.isSingle() || !backend.runsLater(),
                    () -> "backend " + backend.name() + " with " + group.size() + " processes: expected a CPU backend");
            ParallelMeasurement taken = ParallelMeasurement.of(run, group, warmup, steps);
            if (group.isFirst()) {
                print(group, run, taken);
            }
        }
    }

    private void print(ProcessGroup group, StepRun run, ParallelMeasurement taken) {
        StepSizes sizes = run.sizes();
        String form = group.isSingle() ? "alone" : expertParallel ? "expert parallel" : "data parallel";
        double tokensPerSecond = 1e3 * sizes.rows() * group.size() / taken.stepMs();
        output.line(
                Output.row("parallel")
                        .put("form", form)
                        .put("processes", group.size())
                        .put("median_ms", taken.stepMs())
                        .put("compute_ms", taken.computeMs())
                        .put("waiting_ms", taken.waitingMs())
                        .put("communication_ms", taken.communicationMs())
                        .put("sums_ms", taken.sumsMs())
                        .put("blocking_ms", taken.blockingMs())
                        .put("summed_bytes", taken.summedBytes())
                        .put("state_bytes", Math.round(taken.stateBytes()))
                        .put("workspace_bytes", Math.round(taken.workspaceBytes()))
                        .put("live_heap_bytes", Math.round(taken.liveHeapBytes()))
                        .put("imbalance", taken.imbalance())
                        .put("tokens_per_s", tokensPerSecond)
                        .put("loss", taken.loss())
                        .put("layers", sizes.layers())
                        .put("d", sizes.width())
                        .put("ff", sizes.hidden())
                        .put("experts", sizes.experts())
                        .put("k", sizes.k())
                        .put("batch", sizes.sequences())
                        .put("seq", sizes.length())
                        .put("threads", step.threads())
                        .put("steps", steps)
                        .put("backend", run.backend().name()),
                "%s, %d %s: step %.1f ms (compute %.1f, waiting %.1f); communication %.1f ms (gradient sums %.1f, blocking"
                        + " %.1f); %.1f MB of gradients summed; live heap %.1f MB (parameters %.1f, buffers %.1f); busiest process %.2f times the mean rows; %.0f tokens/s; loss %.4f",
                form,
                group.size(),
                group.isSingle() ? "process" : "processes",
                taken.stepMs(),
                taken.computeMs(),
                taken.waitingMs(),
                taken.communicationMs(),
                taken.sumsMs(),
                taken.blockingMs(),
                1e-6 * taken.summedBytes(),
                1e-6 * taken.liveHeapBytes(),
                1e-6 * taken.stateBytes(),
                1e-6 * taken.workspaceBytes(),
                taken.imbalance(),
                tokensPerSecond,
                taken.loss());
    }
}
