/**
 * Removes tasks from a kept model, and the experts that the other tasks do not use.
 *
 * <pre>
 *   KeptModel, tasks, threshold --KeptExperts--> experts of each layer --ModelPruning--> PrunedModel
 * </pre>
 */
package panamoe.trainer.product.pruning;
