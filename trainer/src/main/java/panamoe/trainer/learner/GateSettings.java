package panamoe.trainer.learner;

import panamoe.tensor.Check;
import panamoe.trainer.common.SettingsCheck;

/**
 * The settings of the gates of all methods.
 *
 * @param weightDeviation standard deviation of the initial weights of shared gates and task gates
 * @param biasDeviation standard deviation of the initial biases of task gates; above 0, tasks prefer different experts from the
 *     first step on
 * @param start the rule for the initial values of task gates
 * @param descriptionWeight for start {@link TaskGateStart#RELATEDNESS} and for gates of new tasks: the weight of descriptions, from 0 to 1,
 *     in the similarity of two tasks; the rest is that of texts
 * @param jitter in training, the input of a gate is multiplied by random numbers from 1 - jitter to 1 + jitter; 0 for none
 * @param taskVector width of the learned vector per task of task-embedding gates
 * @param hidden hidden size of task-embedding gates
 * @param privateExperts number of experts per task in private-expert-moe and cgc-moe
 * @param sharedExperts number of experts that all tasks share in cgc-moe
 */
public record GateSettings(
        double weightDeviation,
        double biasDeviation,
        TaskGateStart start,
        double descriptionWeight,
        double jitter,
        int taskVector,
        int hidden,
        int privateExperts,
        int sharedExperts) {

    /** The limit exists because the number of the experts of all tasks is an int. */
    private static final int MOST_EXPERTS = 10_000;

    /** The limit exists because a tensor of the gate has fewer than 2^31 elements. */
    private static final int MOST_WIDTH = 10_000;

    /** @throws IllegalArgumentException if a setting is out of range */
    public GateSettings {
        Check.that(weightDeviation >= 0, "weight-deviation " + weightDeviation + ": expected at least 0");
        Check.that(biasDeviation >= 0, "bias-deviation " + biasDeviation + ": expected at least 0");
        Check.that(
                descriptionWeight >= 0 && descriptionWeight <= 1,
                "description-weight " + descriptionWeight + ": expected 0 to 1");
        Check.that(jitter >= 0 && jitter < 1, "jitter " + jitter + ": expected 0 (none) to below 1");
        SettingsCheck.within(1, MOST_WIDTH, "task-vector", taskVector);
        SettingsCheck.within(1, MOST_WIDTH, "hidden", hidden);
        SettingsCheck.within(1, MOST_EXPERTS, "private-experts", privateExperts);
        SettingsCheck.within(1, MOST_EXPERTS, "shared-experts", sharedExperts);
    }
}
