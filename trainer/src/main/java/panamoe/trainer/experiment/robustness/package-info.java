/**
 * Protocol (iii), unrelated-task robustness: the change of the old tasks' scores when unrelated tasks are added.
 *
 * <pre>
 *   RobustnessSettings -> BaseModel -> AddedTasks (a unit per form) -> RobustnessDetails -> RobustnessExhibits
 * </pre>
 */
package panamoe.trainer.experiment.robustness;
