package panamoe.trainer.learner;

import panamoe.tensor.Check;

/**
 * What the gates of all methods begin as.
 *
 * @param weightDeviation of the first weights of shared gates and task gates
 * @param biasDeviation of the first per-task biases over experts of task gates: above 0, tasks prefer different experts from the
 *     first step on
 * @param jitter the rows that a gate sees in training are multiplied by numbers in 1 - jitter to 1 + jitter; 0: none
 * @param taskVector width of the learned vector per task of task-embedding gates
 * @param hidden width of the hidden layer of task-embedding gates
 * @param privateExperts experts that each task has to itself in private-expert-moe, which so has as many experts as there are
 *     tasks, times this
 */
public record GateSettings(
        double weightDeviation, double biasDeviation, double jitter, int taskVector, int hidden, int privateExperts) {

    /** @throws IllegalArgumentException if a setting is out of range */
    public GateSettings {
        Check.that(weightDeviation >= 0, "weight-deviation " + weightDeviation + ": expected at least 0");
        Check.that(biasDeviation >= 0, "bias-deviation " + biasDeviation + ": expected at least 0");
        Check.that(jitter >= 0 && jitter < 1, "jitter " + jitter + ": expected 0 (none) to below 1");
        Check.that(taskVector >= 1, "task-vector " + taskVector + ": expected a width of at least 1");
        Check.that(hidden >= 1, "hidden " + hidden + ": expected a width of at least 1");
        Check.that(privateExperts >= 1, "private-experts " + privateExperts + ": expected at least 1 per task");
    }
}
