package panamoe.trainer.learner.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.tasks.Confusion;
import panamoe.trainer.tasks.Task;

/**
 * The metrics and answers of a task.
 *
 * @param metrics in the order of the task's metrics
 * @param answers how often each label was answered where each was right; null in a task of scores
 */
public record Measurement(double[] metrics, @Nullable Confusion answers) {

    /** Each metric of the task by its name. */
    public Map<String, Double> byName(Task task) {
        Map<String, Double> named = new LinkedHashMap<>();
        task.metrics().forEachWithIndex((metric, i) -> named.put(metric.label(), metrics[i]));
        return named;
    }

    /** The task's main metric. */
    public double main() {
        return metrics[0];
    }
}
