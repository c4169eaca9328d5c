/**
 * Measures a model on data.
 *
 * <pre>
 *   TaskData --TaskAlignment--> TaskData in the model's labels --ModelEvaluation--> TaskEvaluation
 * </pre>
 */
@NullMarked
package panamoe.trainer.product.evaluation;

import org.jspecify.annotations.NullMarked;
