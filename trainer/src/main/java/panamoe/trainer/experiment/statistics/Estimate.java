package panamoe.trainer.experiment.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quantity that is measured once per seed. Made by {@link Statistics}.
 *
 * @param mean mean over the seeds that have a value; null if no seed has one
 * @param ci95 95 % confidence interval of the mean (Student's t); null with fewer than two values
 * @param perSeed one value per seed, in the order of the seeds of the run; null for a missing value
 * @param diverged the seeds without a value because a model diverged. The mean leaves them out, so a report must show their number.
 * @param reason the reason for each null above; null if there is none
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

    /** The number of seeds that have a value. */
    public int count() {
        return (int) perSeed.stream().filter(v -> v != null).count();
    }
}
