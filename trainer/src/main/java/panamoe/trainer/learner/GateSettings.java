package panamoe.trainer.learner;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import panamoe.tensor.Check;

/**
 * The settings of the gates of all methods.
 *
 * @param weightDeviation standard deviation of the initial weights of shared gates and task gates
 * @param biasDeviation standard deviation of the initial biases of task gates; above 0, tasks prefer different experts from the
 *     first step on
 * @param jitter in training, the input of a gate is multiplied by random numbers from 1 - jitter to 1 + jitter; 0 for none
 * @param taskVector width of the learned vector per task of task-embedding gates
 * @param hidden hidden size of task-embedding gates
 * @param privateExperts number of experts per task in private-expert-moe and cgc-moe
 * @param sharedExperts number of experts that all tasks share in cgc-moe; empty for 1, so that settings from before it existed are
 *     written as they were
 */
public record GateSettings(
        double weightDeviation,
        double biasDeviation,
        double jitter,
        int taskVector,
        int hidden,
        int privateExperts,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> sharedExperts) {

    private static final int DEFAULT_SHARED = 1;

    /** @throws IllegalArgumentException if a setting is out of range */
    public GateSettings {
        Check.that(weightDeviation >= 0, "weight-deviation " + weightDeviation + ": expected at least 0");
        Check.that(biasDeviation >= 0, "bias-deviation " + biasDeviation + ": expected at least 0");
        Check.that(jitter >= 0 && jitter < 1, "jitter " + jitter + ": expected 0 (none) to below 1");
        Check.that(taskVector >= 1, "task-vector " + taskVector + ": expected a width of at least 1");
        Check.that(hidden >= 1, "hidden " + hidden + ": expected a width of at least 1");
        Check.that(privateExperts >= 1, "private-experts " + privateExperts + ": expected at least 1 per task");
        int shared = sharedExperts.orElse(DEFAULT_SHARED);
        Check.that(shared >= 1, "shared-experts " + shared + ": expected at least 1");
        sharedExperts = sharedExperts.filter(count -> count != DEFAULT_SHARED);
    }

    /** The number of experts that all tasks share in cgc-moe. */
    int sharedByAll() {
        return sharedExperts.orElse(DEFAULT_SHARED);
    }
}
