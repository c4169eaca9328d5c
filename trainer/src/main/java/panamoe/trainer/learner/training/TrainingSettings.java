package panamoe.trainer.learner.training;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import panamoe.tensor.Check;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.learner.GateKind;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.MoeSettings;
import panamoe.trainer.learner.relatedness.RelatedGates;

/**
 * The settings of training: AdamW with a linear warm-up and a linear decay to 0, and clipping of the global gradient norm. There is
 * no early stopping: the model of the last step is the result.
 *
 * @param batchSize examples per step
 * @param tasksPerBatch the maximum number of tasks in a batch
 * @param comparedTasks the maximum for methods that compare the tasks of a batch (dense-gradnorm, dense-pcgrad, dense-cagrad), if it
 *     is larger
 * @param rates peak learning rates
 * @param trunkRates peak rates of encoder layers, feed-forward blocks included, by the name of the method, for methods with their
 *     own rate
 * @param expertRates peak rates of feed-forward blocks only, by the name of the method
 * @param weightDecay the weight decay of weight matrices
 * @param clipNorm the maximum gradient norm; larger gradients are scaled down
 * @param warmUp the share of the steps in which the learning rates rise
 * @param sharedGates the share of the steps, from the first on, in which all tasks share one gate; after them the gates are trained
 *     separately
 * @param routerLosses the router losses of sparse layers
 * @param gradNorm the settings of dense-gradnorm
 * @param caGrad the settings of dense-cagrad
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
        GradNorm.Settings gradNorm,
        CaGrad.Settings caGrad) {

    private static final int MAX_TASKS = 4;

    /** With a smaller norm, the clip factor could underflow to 0, which means an infinite gradient. */
    private static final double MIN_CLIP_NORM = 1e-6;

    /** @throws IllegalArgumentException if a setting is out of range */
    public TrainingSettings {
        trunkRates = checkedRates("trunk-rate", trunkRates);
        expertRates = checkedRates("expert-rate", expertRates);
        SettingsCheck.batchSize(batchSize);
        Check.that(
                tasksPerBatch >= 1 && tasksPerBatch <= MAX_TASKS,
                "tasks-per-batch " + tasksPerBatch + ": expected 1 to " + MAX_TASKS);
        Check.that(
                comparedTasks >= 2 && comparedTasks <= MAX_TASKS,
                "compared-tasks " + comparedTasks + ": expected 2 to " + MAX_TASKS);
        Check.that(weightDecay >= 0, "weight-decay " + weightDecay + ": expected at least 0");
        Check.that(clipNorm >= MIN_CLIP_NORM, "clip-norm " + clipNorm + ": expected at least " + MIN_CLIP_NORM);
        Check.that(warmUp >= 0 && warmUp <= 1, "warm-up " + warmUp + ": expected a share of 0 to 1");
        Check.that(
                sharedGates >= 0 && sharedGates <= 1, "shared-gates " + sharedGates + ": expected a share of 0 to 1");
        Check.that(
                sharedGates == 0 || tasksPerBatch == 1,
                () -> "shared-gates " + sharedGates + " with tasks-per-batch " + tasksPerBatch
                        + ": expected batches of one task");
    }

    /**
     * Checks rates by method and sorts them into the order of methods.
     *
     * @throws IllegalArgumentException if a rate is negative
     */
    public static Map<String, Double> checkedRates(String what, Map<String, Double> rates) {
        rates.forEach((method, rate) -> Check.that(
                rate != null && rate >= 0, () -> what + " " + rate + " of " + method + ": expected at least 0"));
        return Method.byName(rates);
    }

    /** The maximum number of tasks in a batch. */
    public int tasksPerBatch(LossWeighting weighting) {
        return weighting.comparesTasks() ? Math.max(tasksPerBatch, comparedTasks) : tasksPerBatch;
    }

    /**
     * Checks that the rates are of known methods.
     *
     * @throws IllegalArgumentException if a method is neither built in nor one of these
     */
    public void requireKnownMethods(List<Method> methods) {
        Method.requireKnown("training.trunk-rates", trunkRates.keySet(), methods);
        Method.requireKnown("training.expert-rates", expertRates.keySet(), methods);
    }

    /** Checks that these settings and those of experts are valid for a method. @throws IllegalArgumentException if they are not */
    public void requireFits(Method method, MoeSettings moe) {
        moe.requireFits(method);
        GateKind gate = method.gate();
        Check.that(
                routerLosses.load() == 0 || gate == null || !gate.hasRouterLosses() || gate.hasLoadLoss(moe),
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
        Check.that(
                sharedGates == 0 || !RelatedGates.applyTo(method, moe.gate()),
                () -> "shared-gates " + sharedGates + " with " + method + " and model.moe.gate.start "
                        + moe.gate().start().name().toLowerCase(Locale.ROOT)
                        + ": all tasks would begin with the same gates, so expected shared-gates 0 or start independent");
    }

    /** These settings for a run of any method. */
    public TrainingRecipe recipe() {
        return TrainingRecipe.of(this);
    }

    /**
     * These settings for a run of a method, with the rates of the method if it has any, and without router losses if they have no
     * meaning for its gate.
     */
    public TrainingRecipe recipe(Method method) {
        TrainingRecipe recipe = recipe().withRatesOf(method, trunkRates, expertRates);
        return method.isSparse() && !method.sparseGate().hasRouterLosses() ? recipe.withoutRouterLosses() : recipe;
    }
}
