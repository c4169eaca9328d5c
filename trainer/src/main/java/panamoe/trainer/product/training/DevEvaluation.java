package panamoe.trainer.product.training;

import java.util.List;
import java.util.Map;
import panamoe.trainer.learner.training.RoutingMap;

/**
 * A measurement of the model on dev during training: a line of {@code evaluations.jsonl}.
 *
 * @param step steps that were done
 * @param losses the mean training loss of each task since the measurement before, by name; a task without a batch has none
 * @param metrics by task, each metric by name
 * @param mean of the tasks' main metrics
 * @param best whether it is the highest mean so far
 * @param routing of dev tokens, by sparse layer
 */
public record DevEvaluation(
        int step,
        Map<String, Double> losses,
        Map<String, Map<String, Double>> metrics,
        double mean,
        boolean best,
        List<RoutingMap> routing) {}
