/**
 * Measures a model on data.
 *
 * <pre>
 *   TaskData --TaskAlignment--> TaskData in the model's labels --ModelEvaluation--> TaskEvaluation
 * </pre>
 */
package panamoe.trainer.product.evaluation;
