/**
 * Trains one multi-task model to be kept.
 *
 * <pre>
 *   settings + tasks --> ModelTraining --run--> evaluations, states in a TrainingFolder --finish--> kept model
 * </pre>
 */
package panamoe.trainer.product.training;
