package panamoe.bench;

import java.util.Optional;
import panamoe.bench.step.StepMeasurement;
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

    private final RunOptions on;
    private final int threads;
    private final Output output;

    StepKernels(RunOptions on, int threads, Output output) {
        this.on = on;
        this.threads = threads;
        this.output = output;
    }

    /** Runs warm-up steps, profiles others, and prints the table. @param unprofiled the same steps without a profile */
    void print(StepSizes sizes, int warmup, int steps, StepMeasurement unprofiled) {
        Backend backend = on.create(threads);
        Profile profile = Profile.of(backend, roofline(backend));
        try (StepRun run = new StepRun(profile.backend(), sizes)) {
            for (int i = 0; i < warmup; i++) {
                run.step();
            }
            profile.restart();
            StepMeasurement profiled = StepMeasurement.of(run, 0, steps);
            ProfileReport report = profile.report();
            table(report, steps);
            cost(profiled.medianMs(), unprofiled.medianMs(), report.calls() / steps);
            if (report.waited()) {
                output.heading("backend " + backend.name()
                        + " runs kernels later: the profile waited for each, so the sum exceeds the time of a step");
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

    private void cost(double profiledMs, double unprofiledMs, long calls) {
        double micros = wrapperMicros();
        output.line(
                Output.row("profile")
                        .put("median_ms", profiledMs)
                        .put("median_ms_without", unprofiledMs)
                        .put("calls", calls)
                        .put("wrapper_us_per_call", micros),
                "the profile: median of a step %.2f ms, without it %.2f; a call takes %.2f us longer, %d calls %.2f ms",
                profiledMs,
                unprofiledMs,
                micros,
                calls,
                1e-3 * micros * calls);
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
