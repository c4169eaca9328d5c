package panamoe.trainer.cli;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.TaskData;

/**
 * All tasks of a suite or folder, of any role.
 *
 * @param name of the data; for files it includes a fingerprint of their content
 */
record NamedTasks(String name, ImmutableList<TaskData> tasks) {}
