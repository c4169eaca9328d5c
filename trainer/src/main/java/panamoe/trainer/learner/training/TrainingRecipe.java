package panamoe.trainer.learner.training;

import java.util.Map;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Method;

/**
 * The settings as they apply to one training run.
 *
 * @param settings of all runs
 * @param batchSize examples per step
 * @param rates highest learning rates
 * @param sharedGates share of the steps, the first, in which all tasks have one gate
 * @param routerLosses on the routing of sparse layers
 */
public record TrainingRecipe(
        TrainingSettings settings,
        int batchSize,
        LearningRates rates,
        double sharedGates,
        RouterLossSettings routerLosses) {

    /** The settings as they are. */
    static TrainingRecipe of(TrainingSettings settings) {
        return new TrainingRecipe(
                settings, settings.batchSize(), settings.rates(), settings.sharedGates(), settings.routerLosses());
    }

    /**
     * With the rates of a method, where there are some for it.
     *
     * @param trunkRates of the whole of encoder layers, by the names of methods
     * @param expertRates of feed-forward blocks, the same
     */
    public TrainingRecipe withRatesOf(Method method, Map<String, Double> trunkRates, Map<String, Double> expertRates) {
        Double trunkRate = trunkRates.get(method.name());
        Double expertRate = expertRates.get(method.name());
        LearningRates trunk = trunkRate == null ? rates : rates.withTrunk(trunkRate);
        return withRates(expertRate == null ? trunk : trunk.withExperts(expertRate));
    }

    /** Another highest rate of the whole of encoder layers. */
    public TrainingRecipe withTrunkRate(double rate) {
        return withRates(rates.withTrunk(rate));
    }

    /** Another highest rate of gates and heads. */
    public TrainingRecipe withGateAndHeadRate(double rate) {
        return withRates(rates.withGatesAndHeads(rate));
    }

    /** Other highest learning rates. */
    TrainingRecipe withRates(LearningRates other) {
        return new TrainingRecipe(settings, batchSize, other, sharedGates, routerLosses);
    }

    /** Another batch size. */
    public TrainingRecipe withBatchSize(int size) {
        return new TrainingRecipe(settings, size, rates, sharedGates, routerLosses);
    }

    /** For new tasks after the others: of them alone, balance would push them to the others' experts; their gates are their own. */
    public TrainingRecipe forNewTasks() {
        return new TrainingRecipe(settings, batchSize, rates, 0, RouterLossSettings.none());
    }

    /** How many tasks share a batch, at most. */
    int tasksPerBatch(LossWeighting weighting) {
        return settings.tasksPerBatch(weighting);
    }
}
