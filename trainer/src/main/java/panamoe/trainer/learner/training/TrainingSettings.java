package panamoe.trainer.learner.training;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import panamoe.tensor.Check;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Method;

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
        Map<Method, Double> trunkRates,
        Map<Method, Double> expertRates,
        double weightDecay,
        double clipNorm,
        double warmUp,
        double sharedGates,
        RouterLossSettings routerLosses,
        GradNorm.Settings gradNorm) {

    private static final int MOST_TASKS = 4;

    /** @throws IllegalArgumentException if a setting is out of range */
    public TrainingSettings {
        trunkRates = checkedRates("trunk-rate", trunkRates);
        expertRates = checkedRates("expert-rate", expertRates);
        Check.that(batchSize >= 1, "batch-size " + batchSize + ": expected at least 1");
        Check.that(
                tasksPerBatch >= 1 && tasksPerBatch <= MOST_TASKS,
                "tasks-per-batch " + tasksPerBatch + ": expected 1 to " + MOST_TASKS);
        Check.that(
                comparedTasks >= 2 && comparedTasks <= MOST_TASKS,
                "compared-tasks " + comparedTasks + ": expected 2 to " + MOST_TASKS);
        Check.that(weightDecay >= 0, "weight-decay " + weightDecay + ": expected at least 0");
        Check.that(clipNorm > 0, "clip-norm " + clipNorm + ": expected above 0");
        Check.that(warmUp >= 0 && warmUp <= 1, "warm-up " + warmUp + ": expected a share of 0 to 1");
        Check.that(
                sharedGates >= 0 && sharedGates <= 1, "shared-gates " + sharedGates + ": expected a share of 0 to 1");
        Check.that(
                sharedGates == 0 || tasksPerBatch == 1,
                () -> "shared-gates " + sharedGates + " with tasks-per-batch " + tasksPerBatch
                        + ": expected batches of one task");
    }

    /** A copy in the order of methods. @throws IllegalArgumentException if a rate is negative */
    public static Map<Method, Double> checkedRates(String what, Map<Method, Double> rates) {
        rates.forEach((method, rate) ->
                Check.that(rate >= 0, () -> what + " " + rate + " of " + method + ": expected at least 0"));
        return Collections.unmodifiableMap(new TreeMap<>(rates));
    }

    /** The defaults for training a whole model on a mixture of tasks. */
    public static TrainingSettings standard() {
        return new TrainingSettings(
                32,
                1,
                4,
                LearningRates.of(2e-4, 1e-3),
                Map.of(),
                Map.of(),
                0.01,
                1,
                0.1,
                0,
                RouterLossSettings.standard(),
                GradNorm.Settings.standard());
    }

    /** How many tasks share a batch, at most. */
    public int tasksPerBatch(LossWeighting weighting) {
        return weighting.comparesTasks() ? Math.max(tasksPerBatch, comparedTasks) : tasksPerBatch;
    }

    /** With the rates of a method. */
    public TrainingSettings of(Method method) {
        return withRates(method, trunkRates, expertRates);
    }

    /** With other rates of a method, where these have some. */
    public TrainingSettings withRates(
            Method method, Map<Method, Double> otherTrunkRates, Map<Method, Double> otherExpertRates) {
        LearningRates trunk =
                otherTrunkRates.containsKey(method) ? rates.withTrunk(otherTrunkRates.get(method)) : rates;
        LearningRates both =
                otherExpertRates.containsKey(method) ? trunk.withExperts(otherExpertRates.get(method)) : trunk;
        return with(batchSize, both, sharedGates, routerLosses);
    }

    /** Another highest rate of the whole of encoder layers. */
    public TrainingSettings withTrunkRate(double rate) {
        return with(batchSize, rates.withTrunk(rate), sharedGates, routerLosses);
    }

    /** Another highest rate of gates and heads. */
    public TrainingSettings withGateAndHeadRate(double rate) {
        return with(batchSize, rates.withGatesAndHeads(rate), sharedGates, routerLosses);
    }

    /** Another batch size. */
    public TrainingSettings withBatchSize(int size) {
        return with(size, rates, sharedGates, routerLosses);
    }

    /** For new tasks after the others: of them alone, balance would push them to the others' experts; their gates are their own. */
    public TrainingSettings forNewTasks() {
        return with(batchSize, rates, 0, RouterLossSettings.none());
    }

    private TrainingSettings with(
            int newBatchSize, LearningRates newRates, double newSharedGates, RouterLossSettings newLosses) {
        return new TrainingSettings(
                newBatchSize,
                tasksPerBatch,
                comparedTasks,
                newRates,
                trunkRates,
                expertRates,
                weightDecay,
                clipNorm,
                warmUp,
                newSharedGates,
                newLosses,
                gradNorm);
    }
}
