package panamoe.trainer.product.pruning;

import java.util.Map;
import panamoe.trainer.tasks.TaskData;

/**
 * The examples of a model's tasks.
 *
 * @param name of the data, as in a model's history
 * @param byTask by the task's name, in the model's labels
 */
public record TaskExamples(String name, Map<String, TaskData> byTask) {

    /** No examples. */
    public static final TaskExamples NONE = new TaskExamples("", Map.of());

    /** Copies the map. */
    public TaskExamples {
        byTask = Map.copyOf(byTask);
    }
}
