/**
 * Protocol (iii), unrelated-task robustness: the change of the old tasks' scores when unrelated tasks are added.
 *
 * <pre>
 *   RobustnessSettings -> BaseModel -> AddedTasks (a unit per form) -> RobustnessDetails -> RobustnessExhibits
 * </pre>
 */
@NullMarked
package panamoe.trainer.experiment.robustness;

import org.jspecify.annotations.NullMarked;
