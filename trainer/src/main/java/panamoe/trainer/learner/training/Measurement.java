package panamoe.trainer.learner.training;

import org.jspecify.annotations.Nullable;
import panamoe.trainer.tasks.Confusion;

/**
 * What was measured of a task.
 *
 * @param metrics in the order of the task's metrics
 * @param answers how often each label was answered where each was right; null in a task of scores
 */
public record Measurement(double[] metrics, @Nullable Confusion answers) {

    /** The task's main metric. */
    public double main() {
        return metrics[0];
    }
}
