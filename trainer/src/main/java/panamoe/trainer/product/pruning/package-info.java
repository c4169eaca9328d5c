/**
 * A kept model gives up tasks, and the experts that the others do not use.
 *
 * <pre>
 *   KeptModel, tasks, threshold --KeptExperts--> experts of each layer --ModelPruning--> a smaller KeptModel
 * </pre>
 */
package panamoe.trainer.product.pruning;
