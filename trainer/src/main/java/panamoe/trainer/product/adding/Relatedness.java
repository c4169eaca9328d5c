package panamoe.trainer.product.adding;

import org.jspecify.annotations.Nullable;

/**
 * How related a task of a model is to a new task. Each of the three measures is noisy with few examples, so their mean place decides.
 *
 * @param task the name of the model's task
 * @param place the mean of the task's places by each measure, 1 for the highest; equal values share a place
 * @param probe the share of variance that a linear model explains in the new task's answers, from the output for its texts with this
 *     task's gates: {@link RidgeProbe}
 * @param routing how alike the new task's texts, with this task's gates, and this task's own texts use the experts: 1 minus the total
 *     variation of the two loads, averaged over the sparse layers; null if the model does not have the load
 * @param features the cosine of the two tasks' mean outputs of the frozen layers; null if the model does not have them
 */
public record Relatedness(
        String task,
        double place,
        double probe,
        @Nullable Double routing,
        @Nullable Double features) {}
