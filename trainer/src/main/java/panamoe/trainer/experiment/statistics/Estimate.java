package panamoe.trainer.experiment.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One quantity measured once per seed. {@link Statistics} makes it.
 *
 * @param mean over the seeds that have a value; null when none has
 * @param ci95 the 95 % interval of the mean (Student's t); null with fewer than two values
 * @param perSeed one value per seed, in the order of the seeds of the run; null where a seed has none
 * @param diverged the seeds that have no value because a model diverged; the mean leaves them out, so it is to be shown with their number
 * @param reason why something above is null; null when nothing is
 */
public record Estimate(
        @Nullable Double mean,
        @Nullable Interval ci95,
        List<@Nullable Double> perSeed,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Long> diverged,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason) {

    public Estimate {
        diverged = List.copyOf(diverged);
        perSeed = Collections.unmodifiableList(new ArrayList<>(perSeed));
        requireFinite(mean);
        perSeed.forEach(Estimate::requireFinite);
        boolean gap = mean == null || ci95 == null || perSeed.contains(null);
        if (gap && (reason == null || reason.isBlank())) {
            throw new IllegalArgumentException("estimate with a missing value " + perSeed + ": expected a reason");
        }
    }

    private static void requireFinite(@Nullable Double value) {
        if (value != null && !Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "estimate of " + value + ": expected a finite number, or null and a reason");
        }
    }

    /** How many seeds have a value. */
    public int count() {
        return (int) perSeed.stream().filter(v -> v != null).count();
    }
}
