package panamoe.bench;

import java.util.List;
import java.util.Optional;
import panamoe.bench.step.StepRun;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.profile.KernelTotal;
import panamoe.tensor.profile.Profile;
import panamoe.tensor.profile.ProfileReport;
import panamoe.tensor.profile.ProfileText;
import panamoe.tensor.profile.Roofline;
import tools.jackson.databind.node.ObjectNode;

/** The table of {@code panamoe bench step --kernels}: a profile of training steps, with its cost. */
final class StepKernels {

    /** The duration of the measurement of one call, in seconds. */
    private static final double CALL_SECONDS = 0.1;

    /** Steps after which the other model has its buffers; the code is compiled before. */
    private static final int WARMUP = 5;

    private final RunOptions on;
    private final int threads;
    private final Output output;

    StepKernels(RunOptions on, int threads, Output output) {
        this.on = on;
        this.threads = threads;
        this.output = output;
    }

    /** Runs warm-up steps, profiles others, and prints the table and the cost of the profile. */
    void print(StepSizes sizes, int warmup, int steps) {
        Backend backend = on.create(threads);
        Profile profile = Profile.of(backend, roofline(backend));
        try (StepRun run = new StepRun(profile.backend(), sizes)) {
            for (int i = 0; i < warmup; i++) {
                run.step();
            }
            profile.restart();
            for (int i = 0; i < steps; i++) {
                run.step();
            }
            ProfileReport report = profile.report();
            table(report, steps);
            if (report.waited()) {
                output.heading("backend " + backend.name()
                        + " runs kernels later: the profile waited for each, so the sum exceeds the time of a step");
            } else {
                cost(new StepRun(backend, sizes), run, steps, report.calls() / steps);
            }
        }
    }

    private Optional<Roofline> roofline(Backend backend) {
        Optional<String> unavailable = Roofline.unavailable(backend);
        if (unavailable.isPresent()) {
            output.heading("no fraction of the roofline: " + unavailable.get());
            return Optional.empty();
        }
        Roofline measured = Roofline.measure(threads);
        output.line(
                Output.row("limits")
                        .put("threads", threads)
                        .put("gflops", measured.gflops())
                        .put("gbs", measured.gbs()),
                "roofline: peak %.1f GFLOP/s, bandwidth %.1f GB/s, on %d threads",
                measured.gflops(),
                measured.gbs(),
                threads);
        return Optional.of(measured);
    }

    private void table(ProfileReport report, int steps) {
        output.heading("means of " + steps + " steps");
        output.heading(ProfileText.heading(report));
        report.kernels()
                .forEach(kernel ->
                        output.line(row(kernel, report, steps), "%s", ProfileText.line(kernel, report, steps)));
        output.line(time("host", report.hostSeconds(), report, steps), "%s", ProfileText.host(report, steps));
        output.line(time("counting", report.ownSeconds(), report, steps), "%s", ProfileText.own(report, steps));
        output.line(
                time("sum", report.seconds(), report, steps)
                        .put("calls", (double) report.calls() / steps)
                        .put("waited", report.waited()),
                "%s",
                ProfileText.sum(report, steps));
    }

    private static ObjectNode row(KernelTotal kernel, ProfileReport report, int steps) {
        ObjectNode row = time("kernel", kernel.seconds(), report, steps)
                .put("kernel", kernel.kernel())
                .put("calls", (double) kernel.calls() / steps);
        if (kernel.isProduct()) {
            row.put("gflop", 1e-9 * kernel.flops() / steps).put("gflops", kernel.gflops());
        }
        return row.put("bytes", kernel.bytes() / steps)
                .put("gbs", kernel.gbs())
                .put("fraction_of_roofline", kernel.rooflineFraction());
    }

    private static ObjectNode time(String name, double seconds, ProfileReport report, int steps) {
        return Output.row(name).put("ms", 1e3 * seconds / steps).put("share", seconds / report.seconds());
    }

    /**
     * Prints how much longer a step takes with the profile. Steps with and without it take turns, because the speed of a machine changes by
     * more than the profile costs.
     *
     * @param plain on the backend of the profiled run, which closes it
     */
    private void cost(StepRun plain, StepRun profiled, int steps, long calls) {
        for (int i = 0; i < WARMUP; i++) {
            plain.step();
        }
        Rounds rounds = Rounds.of(steps, List.of(() -> millis(plain), () -> millis(profiled)));
        Quantiles ratio = rounds.ratio(1, 0);
        double micros = wrapperMicros();
        output.line(
                ratio.putInto(Output.row("profile")
                        .put("median_ms", rounds.of(1).median())
                        .put("median_ms_without", rounds.of(0).median())
                        .put("calls", calls)
                        .put("wrapper_us_per_call", micros)),
                "the profile: a step takes %.3f times as long (%.3f to %.3f), in turn with steps without it; a call through the"
                        + " wrapper takes %.2f us longer, %d calls %.2f ms",
                ratio.median(),
                ratio.min(),
                ratio.max(),
                micros,
                calls,
                1e-3 * micros * calls);
    }

    private static double millis(StepRun run) {
        return 1e-6 * run.step().nanos();
    }

    /** How much longer a call through the wrapper takes, in microseconds: a copy of one element, called in a loop. */
    private static double wrapperMicros() {
        try (Backend plain = Backends.create("scalar", 1)) {
            Backend profiled =
                    Profile.of(plain, Optional.of(new Roofline(1, 1))).backend();
            Tensor x = Tensor.zeros(plain, plain.floatType(), Shape.of(1));
            Tensor y = Tensor.zeros(plain, plain.floatType(), Shape.of(1));
            return 1e6 * (seconds(() -> profiled.copy(x, y)) - seconds(() -> plain.copy(x, y)));
        }
    }

    private static double seconds(Runnable call) {
        Repeated.warmUp(call, CALL_SECONDS);
        return Repeated.medianSeconds(call, CALL_SECONDS);
    }
}
