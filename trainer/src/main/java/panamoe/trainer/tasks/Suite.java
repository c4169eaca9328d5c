package panamoe.trainer.tasks;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.common.MessageText;

/** A fixed collection of tasks and the part that each plays in the evaluation protocols. */
public interface Suite {

    /** A short name for reports. */
    String name();

    /** The tasks that are learnt together, in a fixed order. */
    ImmutableList<TaskData> tasks();

    /** Tasks that share nothing with {@link #tasks()}, to be added to them. */
    ImmutableList<TaskData> unrelated();

    /** Names of the tasks that low-resource transfer cuts to few examples; all are in {@link #tasks()}. */
    ImmutableList<String> lowResourceTargets();

    /** The tasks held out by unseen-task generalization; no related or unrelated task is itself a target. */
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
