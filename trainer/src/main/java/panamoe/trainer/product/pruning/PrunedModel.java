package panamoe.trainer.product.pruning;

import java.util.List;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;

/**
 * A model that has given up tasks and experts.
 *
 * @param model with the kept tasks, each with the scores that it has now; without scores if there were no data of it
 * @param before the kept tasks with the scores that the whole model has on the same data, in the same order; as the whole model keeps
 *     them if there were no data
 */
public record PrunedModel(KeptModel model, List<KeptTask> before) {

    /** Copies the list. */
    public PrunedModel {
        before = List.copyOf(before);
    }
}
