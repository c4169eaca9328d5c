package panamoe.trainer.cli;

import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.tasks.TaskData;

/**
 * All tasks of a suite or folder, whatever their role.
 *
 * @param name tells them from others; for files it has a fingerprint of all that was read
 */
record NamedTasks(String name, ImmutableList<TaskData> tasks) {}
