package panamoe.trainer.product.pruning;

import java.util.List;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;

/**
 * A model after pruning.
 *
 * @param model the smaller model, with the scores of its tasks; a task without data has none if experts were removed
 * @param before the kept tasks with the scores of the whole model on the same data, in the same order; a task without data has the scores
 *     that the whole model keeps
 */
public record PrunedModel(KeptModel model, List<KeptTask> before) {

    /** Copies the list. */
    public PrunedModel {
        before = List.copyOf(before);
    }
}
