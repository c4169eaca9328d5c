/**
 * Tasks from data files. A manifest, one YAML file per folder, describes the files; see docs/tasks.md.
 *
 * <pre>
 * panamoe.yaml -ManifestReader, TaskEntryReader-> Manifest = TaskEntry..., keep-apart, roles
 *                                                       |
 *   files -DataFiles, WideText-> text -RowReader-> Row -ExampleParser-> TaskFiles   (malformed: MalformedRows; suspicious: ColumnChecks)
 *                                                                |
 *         SplitDraw, with Grouping and StratifiedDraw: the missing splits -> TaskFolder -> ManifestSuite
 * </pre>
 */
@NullMarked
package panamoe.trainer.tasks.files;

import org.jspecify.annotations.NullMarked;
