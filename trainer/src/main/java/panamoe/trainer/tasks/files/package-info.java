/**
 * Tasks from files, as a manifest describes them: one YAML file for a folder, see docs/tasks.md.
 *
 * <pre>
 *   panamoe.yaml -ManifestReader, TaskEntryReader-> Manifest = TaskEntry..., what is kept apart, roles
 *                                                       |
 *   files -DataFiles, WideText-> text -RowReader-> Row -ExampleParser-> Example   (malformed: MalformedRows; odd: ColumnChecks)
 *                                                                |
 *         SplitDraw, with Grouping and StratifiedDraw: the splits that a task lacks -> TaskFolder -> ManifestSuite
 * </pre>
 */
@NullMarked
package panamoe.trainer.tasks.files;

import org.jspecify.annotations.NullMarked;
