package panamoe.trainer.experiment.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How numbers are written for a reader: mostly three decimals, a real minus sign, a dash for what is missing. */
public enum Numbers {
    /** Metrics and areas: 0.795. */
    LEVEL("%.3f"),
    /** Levels where there is little room: 0.79. */
    SHORT("%.2f"),
    /** Differences and changes: +0.025. */
    CHANGE("%+.3f"),
    /** Times: 34.9. */
    SECONDS("%.1f");

    public static final String MISSING = "–";

    private final String format;

    Numbers(String format) {
        this.format = format;
    }

    /** A value; a dash for none. */
    public String of(@Nullable Double value) {
        if (value == null) {
            return MISSING;
        }
        String text = format(value);
        return withMinus(text.matches("-0\\.0+") ? format(0) : text);
    }

    private String format(double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** {@code 0.780}, or {@code 0.780, 1 of 3 seeds diverged}. */
    public String mean(Estimate estimate) {
        return of(estimate.mean()) + divergedBehind(estimate);
    }

    private static String divergedBehind(Estimate estimate) {
        return estimate.diverged().isEmpty() ? "" : ", " + diverged(estimate);
    }

    /** {@code 1 of 3 seeds diverged}: how many the mean leaves out because a model diverged. */
    public static String diverged(Estimate estimate) {
        int all = estimate.perSeed().size();
        return estimate.diverged().size() + " of " + all + (all == 1 ? " seed" : " seeds") + " diverged";
    }

    /** {@code 0.770 to 0.795}, or "one seed" and the like when there is no interval. */
    public String interval(Estimate estimate) {
        Interval ci = estimate.ci95();
        if (ci != null) {
            return of(ci.low()) + " to " + of(ci.high());
        }
        return estimate.count() == 1 ? "one seed" : MISSING;
    }

    /** {@code 0.780 (0.770 to 0.795)}, the mean alone when there is no interval; with the number of seeds that diverged. */
    public String withInterval(Estimate estimate) {
        return of(estimate.mean())
                + (estimate.ci95() == null ? "" : " (" + interval(estimate) + ")")
                + divergedBehind(estimate);
    }

    /** The mean of several means of the same seeds, missing when one of them is. */
    public String mean(List<Estimate> estimates) {
        List<@Nullable Double> means = new ArrayList<>();
        estimates.forEach(estimate -> means.add(estimate.mean()));
        boolean missing = means.isEmpty() || means.contains(null);
        String mean = missing
                ? MISSING
                : of(means.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
        return mean
                + estimates.stream().findFirst().map(Numbers::divergedBehind).orElse("");
    }

    /** The values of all seeds. */
    public String perSeed(Estimate estimate) {
        return estimate.perSeed().stream().map(this::of).collect(Collectors.joining("  "));
    }

    /** Mean, interval and what is missing, for a tool tip. */
    public String tip(String name, Estimate estimate) {
        String reason = estimate.reason() == null ? "" : "; " + estimate.reason();
        return name + ": " + mean(estimate) + ", 95 % interval " + interval(estimate) + ", per seed "
                + perSeed(estimate) + reason;
    }

    /** A number of bytes in megabytes with one decimal. */
    public static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** A large count: 28.42 M. */
    public static String millions(long count) {
        return String.format(Locale.ROOT, "%.2f M", count / 1e6);
    }

    /** With commas between. */
    public static String list(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** With a real minus sign. */
    public static String withMinus(String text) {
        return text.replace('-', '−');
    }
}
