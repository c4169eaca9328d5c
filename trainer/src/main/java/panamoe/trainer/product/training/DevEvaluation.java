package panamoe.trainer.product.training;

import java.util.List;
import java.util.Map;
import panamoe.trainer.learner.training.RoutingMap;

/**
 * An evaluation of the model on dev during training: a line of {@code evaluations.jsonl}.
 *
 * @param step the number of steps that were done
 * @param losses the mean training loss since the last evaluation, by task; without tasks that had no batch
 * @param metrics by task, each metric by name
 * @param mean of the tasks' main metrics
 * @param best true if this mean is the highest so far
 * @param routing of dev tokens, by sparse layer
 */
public record DevEvaluation(
        int step,
        Map<String, Double> losses,
        Map<String, Map<String, Double>> metrics,
        double mean,
        boolean best,
        List<RoutingMap> routing) {}
