package panamoe.trainer.product.adding;

import org.jspecify.annotations.Nullable;

/**
 * How much a task that a model knows is related to a new one. Each measure is noisy with few examples; so the three together decide.
 *
 * @param task its name
 * @param place the mean of its places among the tasks by each measure that is known, 1 for the highest; equals share a place
 * @param probe how well a linear model tells the new task's examples apart that come through this task's gates: {@link RidgeProbe}
 * @param routing how much the new task's texts, routed by this task's gates, use experts as this task does: 1 less the total variation
 *     of the two loads, the mean over the sparse layers; null if the model does not have the load
 * @param features the cosine of the two tasks' mean features, as the frozen layers give them; null if the model does not have them
 */
public record Relatedness(
        String task,
        double place,
        double probe,
        @Nullable Double routing,
        @Nullable Double features) {}
