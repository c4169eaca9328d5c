package panamoe.trainer.product.adding;

import java.util.List;
import java.util.Map;
import panamoe.trainer.learner.training.Measurement;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.tasks.Split;

/**
 * A model that has learnt another task.
 *
 * @param model with the task in its last slot
 * @param ranking of the tasks that it knew, the most related first; empty if it was not asked for
 * @param start of the task's gates
 * @param measured of the task, on dev and test
 */
public record AddedTask(KeptModel model, List<Relatedness> ranking, TaskStart start, Map<Split, Measurement> measured) {

    /** Copies the list. */
    public AddedTask {
        ranking = List.copyOf(ranking);
    }
}
