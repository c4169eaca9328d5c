/**
 * Protocol (ii), unseen-task generalization: a held-out task is learned from few shots, with each {@code GateStart} of its gates.
 *
 * <pre>
 *   UnseenSettings -> BaseModel -> FewShot (a unit per target) -> UnseenTaskDetails -> UnseenTaskExhibits
 * </pre>
 */
@NullMarked
package panamoe.trainer.experiment.unseen;

import org.jspecify.annotations.NullMarked;
