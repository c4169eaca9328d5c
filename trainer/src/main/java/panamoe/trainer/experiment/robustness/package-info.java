/**
 * Protocol (iii), unrelated-task robustness: what adding unrelated tasks costs the old ones.
 *
 * <pre>
 *   RobustnessSettings -> BaseModel -> AddedTasks (a unit per form) -> RobustnessDetails -> RobustnessExhibits
 * </pre>
 */
package panamoe.trainer.experiment.robustness;
