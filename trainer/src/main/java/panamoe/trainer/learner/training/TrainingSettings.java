package panamoe.trainer.learner.training;

import java.util.List;
import java.util.Map;
import panamoe.tensor.Check;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MoeSettings;

/**
 * How a model is trained: AdamW with a linear warm-up and a linear decay to 0, gradients clipped by their global norm. There is
 * no early stopping; the last step's model is the result.
 *
 * @param batchSize examples per step
 * @param tasksPerBatch how many tasks share a batch, at most
 * @param comparedTasks the same where tasks are compared within their batch (dense-gradnorm, dense-pcgrad), if that is more
 * @param rates highest learning rates
 * @param trunkRates the rate of encoder layers, feed-forward blocks included, of methods that have another one
 * @param expertRates the rate of feed-forward blocks alone, the same
 * @param weightDecay of weight matrices
 * @param clipNorm largest norm of all gradients together
 * @param warmUp share of the steps in which the rates rise
 * @param sharedGates share of the steps, the first, in which all tasks have one gate; then each goes on with its own
 * @param routerLosses on the routing of sparse layers
 * @param gradNorm of dense-gradnorm
 */
public record TrainingSettings(
        int batchSize,
        int tasksPerBatch,
        int comparedTasks,
        LearningRates rates,
        Map<String, Double> trunkRates,
        Map<String, Double> expertRates,
        double weightDecay,
        double clipNorm,
        double warmUp,
        double sharedGates,
        RouterLossSettings routerLosses,
        GradNorm.Settings gradNorm) {

    private static final int MOST_TASKS = 4;

    /** Below it the factor of clipping could underflow, as if the gradient were infinite. */
    private static final double LEAST_NORM = 1e-6;

    /** @throws IllegalArgumentException if a setting is out of range */
    public TrainingSettings {
        trunkRates = checkedRates("trunk-rate", trunkRates);
        expertRates = checkedRates("expert-rate", expertRates);
        SettingsCheck.batchSize(batchSize);
        Check.that(
                tasksPerBatch >= 1 && tasksPerBatch <= MOST_TASKS,
                "tasks-per-batch " + tasksPerBatch + ": expected 1 to " + MOST_TASKS);
        Check.that(
                comparedTasks >= 2 && comparedTasks <= MOST_TASKS,
                "compared-tasks " + comparedTasks + ": expected 2 to " + MOST_TASKS);
        Check.that(weightDecay >= 0, "weight-decay " + weightDecay + ": expected at least 0");
        Check.that(clipNorm >= LEAST_NORM, "clip-norm " + clipNorm + ": expected at least " + LEAST_NORM);
        Check.that(warmUp >= 0 && warmUp <= 1, "warm-up " + warmUp + ": expected a share of 0 to 1");
        Check.that(
                sharedGates >= 0 && sharedGates <= 1, "shared-gates " + sharedGates + ": expected a share of 0 to 1");
        Check.that(
                sharedGates == 0 || tasksPerBatch == 1,
                () -> "shared-gates " + sharedGates + " with tasks-per-batch " + tasksPerBatch
                        + ": expected batches of one task");
    }

    /**
     * Rates by the names of methods, in the order of methods.
     *
     * @throws IllegalArgumentException if a rate is negative
     */
    public static Map<String, Double> checkedRates(String what, Map<String, Double> rates) {
        rates.forEach((method, rate) -> Check.that(
                rate != null && rate >= 0, () -> what + " " + rate + " of " + method + ": expected at least 0"));
        return Method.byName(rates);
    }

    /** How many tasks share a batch, at most. */
    public int tasksPerBatch(LossWeighting weighting) {
        return weighting.comparesTasks() ? Math.max(tasksPerBatch, comparedTasks) : tasksPerBatch;
    }

    /** @throws IllegalArgumentException if a rate is that of a method which is neither built in nor one of these */
    public void requireKnownMethods(List<Method> methods) {
        Method.requireKnown("training.trunk-rates", trunkRates.keySet(), methods);
        Method.requireKnown("training.expert-rates", expertRates.keySet(), methods);
    }

    /** @throws IllegalArgumentException if these settings, or those of experts, do not go with the method */
    public void requireFits(Method method, MoeSettings moe) {
        moe.requireFits(method);
        Check.that(
                routerLosses.load() == 0 || !method.isSparse() || method.gate().hasLoadLoss(moe),
                () -> "router loss load with " + method
                        + ": expected a noisy token-choice of fewer experts than there are");
        int tasks = tasksPerBatch(method.weighting());
        Check.that(
                tasks <= batchSize,
                () -> "batch-size " + batchSize + " of " + method + ": expected at least one example of " + tasks
                        + " tasks");
        Check.that(
                sharedGates == 0 || !method.hasTaskGates() || tasks == 1,
                () -> "shared-gates " + sharedGates + " with " + method + ", whose batches hold " + tasks
                        + " tasks: expected batches of one task");
    }

    /** These settings for a run of any method. */
    public TrainingRecipe recipe() {
        return TrainingRecipe.of(this);
    }

    /** These settings for a run of a method, which may have rates of its own. */
    public TrainingRecipe recipe(Method method) {
        return recipe().withRatesOf(method, trunkRates, expertRates);
    }
}
