package panamoe.trainer.experiment.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats numbers for a reader: most with three decimals, with the sign − (U+2212), and a dash for a missing value. */
public enum Numbers {
    /** For metrics and areas: 0.795. */
    LEVEL("%.3f"),
    /** For metrics where there is little room: 0.79. */
    SHORT("%.2f"),
    /** For differences and changes: +0.025. */
    CHANGE("%+.3f"),
    /** For times: 34.9. */
    SECONDS("%.1f");

    public static final String MISSING = "–";

    private final String format;

    Numbers(String format) {
        this.format = format;
    }

    /** A value; a dash for null. */
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

    /** {@code 1 of 3 seeds diverged}: the number of seeds that the mean leaves out because a model diverged. */
    public static String diverged(Estimate estimate) {
        int all = estimate.perSeed().size();
        return estimate.diverged().size() + " of " + all + (all == 1 ? " seed" : " seeds") + " diverged";
    }

    /** {@code 0.770 to 0.795}. Without an interval, "one seed" or a dash. */
    public String interval(Estimate estimate) {
        Interval ci = estimate.ci95();
        if (ci != null) {
            return of(ci.low()) + " to " + of(ci.high());
        }
        return estimate.count() == 1 ? "one seed" : MISSING;
    }

    /** {@code 0.780 (0.770 to 0.795)}, or only the mean without an interval; with the number of seeds that diverged. */
    public String withInterval(Estimate estimate) {
        return of(estimate.mean())
                + (estimate.ci95() == null ? "" : " (" + interval(estimate) + ")")
                + divergedBehind(estimate);
    }

    /** The mean of the means of several estimates over the same seeds; a dash if one of them is missing. */
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

    /** The values of all seeds, separated by spaces. */
    public String perSeed(Estimate estimate) {
        return estimate.perSeed().stream().map(this::of).collect(Collectors.joining("  "));
    }

    /** Mean, interval, values per seed and the reason for missing values, for a tool tip. */
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

    /** The values, separated by commas. */
    public static String list(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** The text with − (U+2212) in place of each hyphen. */
    public static String withMinus(String text) {
        return text.replace('-', '−');
    }
}
