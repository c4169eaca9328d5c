package panamoe.trainer.product.training;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import panamoe.moe.RoutingStats;
import panamoe.trainer.learner.training.Batches;
import panamoe.trainer.learner.training.Evaluation;
import panamoe.trainer.learner.training.Measurement;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RunLabel;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskSlots;

/** Measures a task of a model that was made from another one: its scores on dev and test, and the experts that it uses. */
public final class TaskMeasurement {

    /** The number of dev examples that the routing is measured on: the first ones. */
    static final int ROUTED = 50;

    private TaskMeasurement() {}

    /**
     * The task with the number of its examples, its scores, majority baseline and routing.
     *
     * @param slots the data, in the labels of the model
     * @param slot of the task
     * @param features the output of the frozen layers for the data
     * @throws panamoe.trainer.learner.training.Diverged if an output is not finite
     */
    public static KeptTask of(KeptModel model, TaskSlots slots, int slot, SequenceSource features) {
        Batches batches = new Batches(slots, features);
        Evaluation evaluation = model.config().mixesTexts()
                ? Evaluation.oneByOne(model.network(), batches)
                : new Evaluation(model.network(), batches);
        int steps = model.config().history().getLast().steps();
        Map<Split, Measurement> measured = new EnumMap<>(Split.class);
        for (Split split : List.of(Split.DEV, Split.TEST)) {
            measured.put(split, evaluation.measure(slot, split, steps));
        }
        int[] own = {slot};
        List<RoutingStats> stats = evaluation.routing(own, Split.DEV, ROUTED);
        RunLabel label = new RunLabel(
                model.config().method().name(), "kept", model.config().seed());
        List<RoutingMap> routing = RoutingMap.of(label, model.config().sparseLayers(), stats, own, slots::name);
        return new TrainedModel.OfTask(slots.get(slot), measured).kept(slot, routing, Map.of());
    }
}
