/**
 * Base models. They are trained on the seen tasks and kept as checkpoints. The second and third protocol begin with them.
 *
 * <pre>
 *   BaseSettings, AddsUnrelatedTasks -> JointMixture --seen--> BaseModel -> checkpoint
 *                                                    --all---> OwnModels (one model per task, no checkpoint)
 * </pre>
 */
@NullMarked
package panamoe.trainer.experiment.base;

import org.jspecify.annotations.NullMarked;
