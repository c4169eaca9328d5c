package panamoe.trainer.learner.training;

import java.util.List;
import panamoe.trainer.tasks.TaskSlots;

/**
 * The losses and the routing of a run, from its first step to its last.
 *
 * @param losses the task losses
 * @param routing the routing of the sparse layers
 */
public record TrainingHistory(LossHistory losses, RoutingRecorder routing) {

    /** The number of parts of a run, one point each. */
    public static final int POINTS = 12;

    /**
     * The loss curve of each trained task.
     *
     * @param label the label of the run
     */
    public List<LearningCurve> curves(RunLabel label, TaskSlots slots) {
        return losses.curves(label, slots, POINTS);
    }

    /**
     * The routing trend of each sparse layer.
     *
     * @param label the label of the run
     * @param layers the sparse encoder layers, ascending
     */
    public List<RoutingTrend> trends(RunLabel label, List<Integer> layers, TaskSlots slots) {
        return routing.trends(label, layers::get, slots);
    }
}
