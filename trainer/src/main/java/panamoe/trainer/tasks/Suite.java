package panamoe.trainer.tasks;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.common.MessageText;

/** A fixed collection of tasks and the role of each task in the evaluation protocols. */
public interface Suite {

    /** A short name for reports. */
    String name();

    /** The tasks that are learned together, in a fixed order. */
    ImmutableList<TaskData> tasks();

    /** Tasks unrelated to {@link #tasks()}; a protocol adds them to the mixture. */
    ImmutableList<TaskData> unrelated();

    /** Names of the tasks that the low-resource protocol cuts to few examples; all are in {@link #tasks()}. */
    ImmutableList<String> lowResourceTargets();

    /** The tasks that the unseen-task protocol holds out; no related or unrelated task is itself a target. */
    ImmutableList<UnseenTarget> unseenTargets();

    /**
     * The task of that name.
     *
     * @throws IllegalArgumentException if neither {@link #tasks()} nor {@link #unrelated()} has it
     */
    default TaskData task(String name) {
        ImmutableList<TaskData> all = tasks().newWithAll(unrelated());
        TaskData found = all.detect(data -> data.task().name().equals(name));
        if (found == null) {
            throw new IllegalArgumentException("unknown task " + MessageText.quoted(name) + ": expected one of "
                    + MessageText.names(all.collect(data -> data.task().name())));
        }
        return found;
    }
}
