package panamoe.trainer.tasks;

import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.common.MessageText;

/**
 * The tasks of a run and their slots: the slot of a task is its index in the stacked heads and gates. Tasks that are added later
 * have a slot from the start, so that adding a task changes no other slot.
 *
 * @param tasks at least one, with different names
 * @param first the slot of the first task
 * @param count the number of slots; slots outside {@code tasks} belong to tasks without examples here
 */
public record TaskSlots(ImmutableList<TaskData> tasks, int first, int count) {

    /**
     * @throws IllegalArgumentException if there is no task, two tasks have the same name, or the tasks do not fit into the slots
     */
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

    /** A single task in a slot of a larger model. */
    public static TaskSlots ofOne(TaskData task, int slot, int count) {
        return new TaskSlots(Lists.immutable.with(task), slot, count);
    }

    /**
     * The tasks of a suite followed by its unrelated tasks. Each split is cut to its first {@code maxTrain} or {@code
     * maxEvaluation} examples.
     */
    public static TaskSlots of(Suite suite, int maxTrain, int maxEvaluation) {
        return new TaskSlots(suite.tasks()
                .newWithAll(suite.unrelated())
                .collect(data -> new TaskData(
                        data.task(),
                        data.train().take(maxTrain),
                        data.dev().take(maxEvaluation),
                        data.test().take(maxEvaluation))));
    }

    /** The slot of the last task, plus 1. */
    public int end() {
        return first + tasks.size();
    }

    /** The task in a slot. @throws IndexOutOfBoundsException if the slot has no examples here */
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

    /** The number of examples of all tasks in these splits. */
    public int examples(List<Split> splits) {
        return (int) tasks.sumOfInt(data ->
                splits.stream().mapToInt(split -> data.examples(split).size()).sum());
    }

    /** True if one of the tasks is a regression task. */
    public boolean asksScores() {
        return tasks.anySatisfy(data -> data.task().range() != null);
    }

    /** The largest number of labels of any task. */
    public int maxClasses() {
        return tasks.collectInt(data -> data.task().classes()).max();
    }
}
