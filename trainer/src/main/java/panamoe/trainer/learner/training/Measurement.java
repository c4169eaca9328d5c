package panamoe.trainer.learner.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.tasks.Confusion;
import panamoe.trainer.tasks.Task;

/**
 * The metrics and the confusion matrix of a task.
 *
 * @param metrics the values, in the order of {@link Task#metrics}
 * @param answers the confusion matrix; null in a regression task
 */
public record Measurement(double[] metrics, @Nullable Confusion answers) {

    /** The value of each metric by its name. */
    public Map<String, Double> byName(Task task) {
        Map<String, Double> named = new LinkedHashMap<>();
        task.metrics().forEachWithIndex((metric, i) -> named.put(metric.label(), metrics[i]));
        return named;
    }

    /** The value of the main metric. */
    public double main() {
        return metrics[0];
    }
}
