package panamoe.trainer.experiment.protocol;

import java.util.List;
import panamoe.trainer.learner.training.LearningCurve;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RoutingTrend;

/**
 * Observations of training runs, for reports.
 *
 * @param learningCurves curves of the losses of the tasks
 * @param routing routing maps of the trained sparse models
 * @param trends the routing in the course of training
 */
public record TrainingCourse(List<LearningCurve> learningCurves, List<RoutingMap> routing, List<RoutingTrend> trends) {

    /** Nothing was observed. */
    public static final TrainingCourse NONE = new TrainingCourse(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public TrainingCourse {
        learningCurves = List.copyOf(learningCurves);
        routing = List.copyOf(routing);
        trends = List.copyOf(trends);
    }
}
