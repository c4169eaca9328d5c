package panamoe.trainer.tasks.files;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.UnseenTarget;

/**
 * What a folder of tasks consists of and the part that each task plays in the protocols; docs/tasks.md describes the file.
 *
 * @param name for reports
 * @param seed of what is drawn: splits that a task lacks, and the order of examples
 * @param tasks all of them
 * @param apart whose test texts must not be trained on by whom
 * @param roles of some of the tasks
 */
record Manifest(String name, int seed, ImmutableList<TaskEntry> tasks, ImmutableList<Apart> apart, Roles roles) {

    /**
     * Training and dev examples of some tasks that have a text of another task's test examples are left out.
     *
     * @param test the other task
     * @param train those tasks
     */
    record Apart(String test, ImmutableList<String> train) {}

    /**
     * Tasks by name.
     *
     * @param tasks those that are learnt together
     * @param lowResource low-resource targets, of {@code tasks}
     * @param unseen unseen targets, of {@code tasks}
     * @param unrelated those that are added to {@code tasks}
     */
    record Roles(
            ImmutableList<String> tasks,
            ImmutableList<String> lowResource,
            ImmutableList<UnseenTarget> unseen,
            ImmutableList<String> unrelated) {}
}
