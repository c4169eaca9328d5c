package panamoe.trainer.product.adding;

import java.util.List;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;

/**
 * A model that has learnt another task.
 *
 * @param model with the task in its last slot
 * @param ranking of the tasks that it knew, the most related first; empty if it was not asked for
 * @param start of the task's gates
 */
public record AddedTask(KeptModel model, List<Relatedness> ranking, TaskStart start) {

    /** Copies the list. */
    public AddedTask {
        ranking = List.copyOf(ranking);
    }

    /** The task, with its scores on dev and test. */
    public KeptTask task() {
        return model.tasks().getLast();
    }
}
