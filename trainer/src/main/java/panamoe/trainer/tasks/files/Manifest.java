package panamoe.trainer.tasks.files;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.UnseenTarget;

/**
 * The manifest of a folder of tasks: the tasks, their seed and their roles in the protocols. docs/tasks.md describes the file.
 *
 * @param source the YAML that it was read from, followed by that of the manifest that it builds on
 * @param name the name of the suite in reports
 * @param seed the seed of the drawn splits and of the order of the examples
 * @param tasks all tasks
 * @param apart pairs of tasks that must not share test and training texts
 * @param roles the roles of some of the tasks
 */
record Manifest(
        String source, String name, int seed, ImmutableList<TaskEntry> tasks, ImmutableList<Apart> apart, Roles roles) {

    /**
     * Excludes shared texts: training and dev examples of the tasks {@code train} are left out if they share a text with a test
     * example of {@code test}.
     *
     * @param test name of the task with the test examples
     * @param train names of the tasks whose examples are left out
     */
    record Apart(String test, ImmutableList<String> train) {}

    /**
     * The names of the tasks in each role.
     *
     * @param tasks the tasks that are learned together
     * @param lowResource low-resource targets, a subset of {@code tasks}
     * @param unseen unseen targets, a subset of {@code tasks}
     * @param unrelated unrelated tasks that a protocol adds to {@code tasks}
     */
    record Roles(
            ImmutableList<String> tasks,
            ImmutableList<String> lowResource,
            ImmutableList<UnseenTarget> unseen,
            ImmutableList<String> unrelated) {}
}
