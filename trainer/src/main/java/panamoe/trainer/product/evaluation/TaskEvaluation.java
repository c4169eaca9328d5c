package panamoe.trainer.product.evaluation;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.tasks.Confusion;
import panamoe.trainer.tasks.Split;

/**
 * The scores of a model in a task.
 *
 * @param task of the model
 * @param split whose examples were answered
 * @param examples the number of examples
 * @param metrics each metric of the task by name, the main one first
 * @param baseline the most that the main metric reaches without a look at the texts
 * @param answers the confusion matrix; null in a regression task
 */
public record TaskEvaluation(
        KeptTask task,
        Split split,
        int examples,
        Map<String, Double> metrics,
        double baseline,
        @Nullable Confusion answers) {}
