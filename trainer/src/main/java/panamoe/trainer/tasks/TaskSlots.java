package panamoe.trainer.tasks;

import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.common.MessageText;

/**
 * All tasks of a run, each with a fixed place in the stacked heads and gates. Tasks that come later have their place from the
 * start, so that adding one moves nothing.
 *
 * @param tasks at least one, with different names
 * @param first the slot of the first of them
 * @param count the number of slots; the others are of tasks that have no examples here
 */
public record TaskSlots(ImmutableList<TaskData> tasks, int first, int count) {

    /** @throws IllegalArgumentException if there is no task, two have the same name, or there are too few slots */
    public TaskSlots {
        if (tasks.isEmpty() || tasks.distinctBy(data -> data.task().name()).size() != tasks.size()) {
            throw new IllegalArgumentException("tasks "
                    + tasks.collect(data -> data.task().name()) + ": expected at least one, with different names");
        }
        if (first < 0 || first + tasks.size() > count) {
            throw new IllegalArgumentException(
                    tasks.size() + " tasks from slot " + first + " on: expected a place within " + count + " slots");
        }
    }

    /** All tasks from slot 0 on. */
    public TaskSlots(ImmutableList<TaskData> tasks) {
        this(tasks, 0, tasks.size());
    }

    /** One of the tasks alone. */
    public static TaskSlots ofOne(TaskData task, int slot, int count) {
        return new TaskSlots(Lists.immutable.with(task), slot, count);
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

    /** One more than the slot of the last of the tasks. */
    public int end() {
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
