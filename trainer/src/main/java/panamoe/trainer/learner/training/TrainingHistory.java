package panamoe.trainer.learner.training;

import java.util.List;
import panamoe.trainer.tasks.TaskSlots;

/**
 * What a run was like from its first step to its last.
 *
 * @param losses of the tasks
 * @param routing of the sparse layers
 */
public record TrainingHistory(LossHistory losses, RoutingRecorder routing) {

    /** Parts that a run is cut into, each of which gives a point. */
    static final int POINTS = 12;

    /**
     * A curve per task that was trained.
     *
     * @param run the run in words, for the report
     */
    public List<LearningCurve> curves(String method, String run, long seed, TaskSlots slots) {
        return losses.curves(method, run, seed, slots, POINTS);
    }

    /**
     * A trend per sparse layer.
     *
     * @param run the run in words, for the report
     * @param layers the encoder layers that are sparse, ascending
     */
    public List<RoutingTrend> trends(String method, String run, long seed, List<Integer> layers, TaskSlots slots) {
        return routing.trends(method, run, seed, layers::get, slots);
    }
}
