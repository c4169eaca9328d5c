/**
 * Removes tasks from a kept model, and the experts that the other tasks do not use.
 *
 * <pre>
 *   KeptModel, tasks, threshold --KeptExperts--> experts of each layer --ModelPruning--> PrunedModel
 * </pre>
 */
@NullMarked
package panamoe.trainer.product.pruning;

import org.jspecify.annotations.NullMarked;
