package panamoe.trainer.tasks;

import java.util.List;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.common.MessageText;

/**
 * All tasks of a run, each with a fixed place in the stacked heads and gates. Tasks that come later have their place from the
 * start, so that adding one moves nothing.
 *
 * @param tasks at least one, with different names
 * @param first the slot of the first of them; those before it are of tasks that have no examples here
 */
public record TaskSlots(ImmutableList<TaskData> tasks, int first) {

    /** @throws IllegalArgumentException if there is no task or two have the same name */
    public TaskSlots {
        if (tasks.isEmpty() || tasks.distinctBy(data -> data.task().name()).size() != tasks.size()) {
            throw new IllegalArgumentException("tasks "
                    + tasks.collect(data -> data.task().name()) + ": expected at least one, with different names");
        }
    }

    /** All tasks from slot 0 on. */
    public TaskSlots(ImmutableList<TaskData> tasks) {
        this(tasks, 0);
    }

    /** The suite's tasks and after them its unrelated ones, each split cut to its first examples. */
    public static TaskSlots of(Suite suite, int maxTrain, int maxEvaluation) {
        return new TaskSlots(suite.tasks()
                .newWithAll(suite.unrelated())
                .collect(data -> new TaskData(
                        data.task(),
                        data.train().take(maxTrain),
                        data.dev().take(maxEvaluation),
                        data.test().take(maxEvaluation))));
    }

    /** The number of slots. */
    public int count() {
        return first + tasks.size();
    }

    /** The task in a slot. @throws IndexOutOfBoundsException if it has no examples here */
    public TaskData get(int slot) {
        return tasks.get(slot - first);
    }

    /** The name of the task in a slot. */
    public String name(int slot) {
        return get(slot).task().name();
    }

    /** The slot of a task. @throws IllegalArgumentException if there is no task of that name */
    public int of(String name) {
        int slot = tasks.detectIndex(data -> data.task().name().equals(name));
        if (slot < 0) {
            throw new IllegalArgumentException("unknown task " + MessageText.quoted(name) + ": expected one of "
                    + MessageText.names(tasks.collect(data -> data.task().name())));
        }
        return first + slot;
    }

    /** The number of examples that all tasks together have in these splits. */
    public int examples(List<Split> splits) {
        return (int) tasks.sumOfInt(data ->
                splits.stream().mapToInt(split -> data.examples(split).size()).sum());
    }

    /** True if one of the tasks asks for scores. */
    public boolean asksScores() {
        return tasks.anySatisfy(data -> data.task().range() != null);
    }

    /** The largest number of labels of any task. */
    public int maxClasses() {
        return tasks.collectInt(data -> data.task().classes()).max();
    }
}
