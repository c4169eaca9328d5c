/**
 * Base models: trained on the seen tasks, kept as checkpoints, and the start of the second and third protocol.
 *
 * <pre>
 *   BaseSettings, AddsUnrelatedTasks -> JointMixture --seen--> BaseModel -> checkpoint
 * </pre>
 */
package panamoe.trainer.experiment.base;
