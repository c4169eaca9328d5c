package panamoe.trainer.product.adding;

import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.learner.relatedness.Similarities;
import panamoe.trainer.learner.relatedness.TaskEncoder;
import panamoe.trainer.learner.relatedness.TaskSpace;
import panamoe.trainer.learner.relatedness.TaskVector;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.tasks.TaskData;

/**
 * The similarities of a new task to a model's tasks, by descriptions, labels and the mean outputs of the frozen layers for their texts.
 *
 * @param tasks the model's other tasks
 * @param similarities to each of them, in that order
 */
record SimilarTasks(List<KeptTask> tasks, Similarities similarities) {

    /**
     * A task with a lower similarity has nothing that a new task could begin with. Of thirteen real tasks, compared together, those
     * without a related task have at most 0.19, and those with one at least 0.33 (docs/settings.md). With fewer tasks the values differ.
     */
    static final double LEAST = 0.25;

    /**
     * Compares a new task with the others.
     *
     * @param model with the new task in its last slot
     * @param encoder the frozen layers of the model
     */
    static SimilarTasks of(KeptModel model, TaskData data, TaskEncoder encoder) {
        int slot = model.config().slots() - 1;
        ImmutableList<KeptTask> others = Lists.immutable.withAll(model.tasks()).reject(task -> task.slot() == slot);
        TaskSpace space = new TaskSpace(
                others.collect(task -> vector(task, encoder)),
                model.config().model().moe().gate().descriptionWeight());
        return new SimilarTasks(others.castToList(), space.similarities(encoder.vector(data)));
    }

    private static TaskVector vector(KeptTask task, TaskEncoder encoder) {
        double[] texts =
                task.features().stream().mapToDouble(Double::doubleValue).toArray();
        return new TaskVector(encoder.description(task.description(), task.labels()), texts.length == 0 ? null : texts);
    }

    /** The most similar task. */
    KeptTask nearest() {
        return tasks.get(similarities.nearest());
    }
}
