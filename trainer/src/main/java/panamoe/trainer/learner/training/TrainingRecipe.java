package panamoe.trainer.learner.training;

import java.util.Map;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Method;

/**
 * The settings of one training run.
 *
 * @param settings the settings of all runs
 * @param batchSize examples per step
 * @param rates peak learning rates
 * @param sharedGates the share of the steps, from the first on, in which all tasks share one gate
 * @param routerLosses the router losses of sparse layers
 */
public record TrainingRecipe(
        TrainingSettings settings,
        int batchSize,
        LearningRates rates,
        double sharedGates,
        RouterLossSettings routerLosses) {

    /** The settings without changes. */
    static TrainingRecipe of(TrainingSettings settings) {
        return new TrainingRecipe(
                settings, settings.batchSize(), settings.rates(), settings.sharedGates(), settings.routerLosses());
    }

    /**
     * A copy with the learning rates of a method, if the maps have rates for it.
     *
     * @param trunkRates the rates of encoder layers, feed-forward blocks included, by the name of the method
     * @param expertRates the rates of feed-forward blocks, by the name of the method
     */
    public TrainingRecipe withRatesOf(Method method, Map<String, Double> trunkRates, Map<String, Double> expertRates) {
        Double trunkRate = trunkRates.get(method.name());
        Double expertRate = expertRates.get(method.name());
        LearningRates trunk = trunkRate == null ? rates : rates.withTrunk(trunkRate);
        return withRates(expertRate == null ? trunk : trunk.withExperts(expertRate));
    }

    /** A copy with another peak rate of encoder layers, feed-forward blocks included. */
    public TrainingRecipe withTrunkRate(double rate) {
        return withRates(rates.withTrunk(rate));
    }

    /** A copy with another peak rate of gates and heads. */
    public TrainingRecipe withGateAndHeadRate(double rate) {
        return withRates(rates.withGatesAndHeads(rate));
    }

    /** A copy with other peak rates. */
    TrainingRecipe withRates(LearningRates other) {
        return new TrainingRecipe(settings, batchSize, other, sharedGates, routerLosses);
    }

    /** A copy with another batch size. */
    public TrainingRecipe withBatchSize(int size) {
        return new TrainingRecipe(settings, size, rates, sharedGates, routerLosses);
    }

    /** A copy without router losses. */
    TrainingRecipe withoutRouterLosses() {
        return new TrainingRecipe(settings, batchSize, rates, sharedGates, RouterLossSettings.none());
    }

    /**
     * A copy for tasks that are added later. It has no router losses, since balancing only the new tasks would push them to the
     * experts of the other tasks. It has no shared gates, since the new tasks have their own.
     */
    public TrainingRecipe forNewTasks() {
        return new TrainingRecipe(settings, batchSize, rates, 0, RouterLossSettings.none());
    }

    /** The maximum number of tasks in a batch. */
    int tasksPerBatch(LossWeighting weighting) {
        return settings.tasksPerBatch(weighting);
    }
}
