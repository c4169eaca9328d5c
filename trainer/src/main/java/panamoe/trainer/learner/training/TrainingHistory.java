package panamoe.trainer.learner.training;

import java.util.List;
import panamoe.trainer.tasks.TaskSlots;

/**
 * The losses and the routing of a run, from its first step to its last.
 *
 * @param losses of the tasks
 * @param routing of the sparse layers
 */
public record TrainingHistory(LossHistory losses, RoutingRecorder routing) {

    /** Parts that a run is cut into, each of which gives a point. */
    public static final int POINTS = 12;

    /**
     * A curve per task that was trained.
     *
     * @param label of the run
     */
    public List<LearningCurve> curves(RunLabel label, TaskSlots slots) {
        return losses.curves(label, slots, POINTS);
    }

    /**
     * A trend per sparse layer.
     *
     * @param label of the run
     * @param layers the encoder layers that are sparse, ascending
     */
    public List<RoutingTrend> trends(RunLabel label, List<Integer> layers, TaskSlots slots) {
        return routing.trends(label, layers::get, slots);
    }
}
