package panamoe.trainer.product.adding;

import java.util.List;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;

/**
 * A model that has learned one more task.
 *
 * @param model with the new task in its last slot
 * @param ranking of the other tasks, the most related first; empty if they were not compared
 * @param start the initial values of the new task's gates or experts
 */
public record AddedTask(KeptModel model, List<Relatedness> ranking, TaskStart start) {

    /** Copies the list. */
    public AddedTask {
        ranking = List.copyOf(ranking);
    }

    /** The new task, with its scores on dev and test. */
    public KeptTask task() {
        return model.tasks().getLast();
    }
}
