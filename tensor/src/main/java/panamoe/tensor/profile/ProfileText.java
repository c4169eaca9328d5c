package panamoe.tensor.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of a table of kernels, the host and the sum. */
public final class ProfileText {

    private static final int NAME_WIDTH = 25;

    private ProfileText() {}

    /**
     * The whole table.
     *
     * @param steps the number of steps that calls and times are divided by; 1 for totals
     */
    public static List<String> lines(ProfileReport report, int steps) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(report));
        report.kernels().forEach(kernel -> lines.add(line(kernel, report, steps)));
        lines.add(host(report, steps));
        lines.add(own(report, steps));
        lines.add(sum(report, steps));
        return lines;
    }

    /** The names of the columns. */
    public static String heading(ProfileReport report) {
        return row("kernel", "calls", "ms", "share")
                + "  %14s".formatted("rate")
                + (report.roofline().isEmpty() ? "" : "  of roofline");
    }

    /** The line of a kernel. */
    public static String line(KernelTotal kernel, ProfileReport report, int steps) {
        String rate = kernel.isProduct()
                ? String.format(Locale.ROOT, "%.1f GFLOP/s", kernel.gflops())
                : String.format(Locale.ROOT, "%.1f GB/s   ", kernel.gbs());
        Double fraction = kernel.rooflineFraction();
        String line = timed(kernel.kernel(), count(kernel.calls(), steps), kernel.seconds(), report, steps)
                + "  %14s".formatted(rate)
                + (fraction == null ? "" : String.format(Locale.ROOT, "  %9.0f %%", 100 * fraction));
        return line.stripTrailing();
    }

    /** The line of the time outside of kernels. */
    public static String host(ProfileReport report, int steps) {
        return timed("host", "", report.hostSeconds(), report, steps);
    }

    /** The line of the time that the profile needs to count. */
    public static String own(ProfileReport report, int steps) {
        return timed("counting", "", report.ownSeconds(), report, steps);
    }

    /** The line of the sum. */
    public static String sum(ProfileReport report, int steps) {
        return timed("sum", count(report.calls(), steps), report.seconds(), report, steps);
    }

    private static String timed(String name, String calls, double seconds, ProfileReport report, int steps) {
        return row(
                name,
                calls,
                String.format(Locale.ROOT, "%.3f", 1e3 * seconds / steps),
                String.format(Locale.ROOT, "%.1f %%", 100 * seconds / report.seconds()));
    }

    /** Calls per step, with a decimal if it is not a whole number. */
    private static String count(long calls, int steps) {
        return calls % steps == 0
                ? Long.toString(calls / steps)
                : String.format(Locale.ROOT, "%.1f", (double) calls / steps);
    }

    private static String row(String name, String calls, String ms, String share) {
        return String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s  %8s  %12s  %7s", name, calls, ms, share);
    }
}
