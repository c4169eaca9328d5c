package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import panamoe.tensor.Backend;
import panamoe.tensor.profile.Profile;
import panamoe.tensor.profile.Roofline;
import picocli.CommandLine.Option;

/** Whether the kernels of a command are timed. */
final class ProfileOptions {

    @Option(
            names = "--profile",
            description =
                    "At the end, or when Ctrl-C stops the training, print a table of the time in each kernel to standard"
                            + " error (docs/performance.md). The limits of the processor are measured first, in some five"
                            + " seconds. With several processes the table is that of the first one.")
    private boolean wanted;

    /** True if the option is given. */
    boolean wanted() {
        return wanted;
    }

    /** Begins a profile of the backend if the option is given. @param threads those of the backend */
    ProfiledBackend begin(Backend backend, int threads, PrintWriter err) {
        if (!wanted) {
            return ProfiledBackend.without(backend);
        }
        Optional<Roofline> roofline = roofline(backend, threads, err);
        err.flush();
        return ProfiledBackend.of(Profile.of(backend, roofline));
    }

    private static Optional<Roofline> roofline(Backend backend, int threads, PrintWriter err) {
        Optional<String> unavailable = Roofline.unavailable(backend);
        if (unavailable.isPresent()) {
            err.printf("profile: no fraction of the roofline: %s%n", unavailable.get());
            return Optional.empty();
        }
        Roofline limits = Roofline.measure(threads);
        err.printf(Locale.ROOT, "profile: peak %.1f GFLOP/s, bandwidth %.1f GB/s%n", limits.gflops(), limits.gbs());
        return Optional.of(limits);
    }
}
