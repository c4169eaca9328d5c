package panamoe.trainer.product.evaluation;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.tasks.Confusion;
import panamoe.trainer.tasks.Split;

/**
 * What a model reaches in a task.
 *
 * @param task as the model knows it
 * @param split whose examples were answered
 * @param examples how many
 * @param metrics each metric of the task, the main one first
 * @param baseline the most that the main metric reaches without a look at the texts
 * @param answers how often each label was answered where each was right; null in a task of scores
 */
public record TaskEvaluation(
        KeptTask task,
        Split split,
        int examples,
        Map<String, Double> metrics,
        double baseline,
        @Nullable Confusion answers) {}
