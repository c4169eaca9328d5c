package panamoe.trainer.product.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import panamoe.trainer.learner.ModelCost;
import panamoe.trainer.learner.training.Measurement;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;

/**
 * A model that was trained, and how.
 *
 * @param folder where its files are
 * @param kept the model
 * @param bestStep the step of the evaluation that it is kept from
 * @param steps of the whole training
 * @param tasks what was measured of each, in the order of their slots
 * @param evaluations on dev, in order
 * @param cost of the trained part
 */
public record TrainedModel(
        Path folder,
        KeptModel kept,
        int bestStep,
        int steps,
        List<OfTask> tasks,
        List<DevEvaluation> evaluations,
        ModelCost cost) {

    /** Copies the lists. */
    public TrainedModel {
        tasks = List.copyOf(tasks);
        evaluations = List.copyOf(evaluations);
    }

    /**
     * A task.
     *
     * @param data its examples
     * @param measured on dev and test
     */
    public record OfTask(TaskData data, Map<Split, Measurement> measured) {}
}
