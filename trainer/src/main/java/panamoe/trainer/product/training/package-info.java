/**
 * Trains one multi-task model to be kept.
 *
 * <pre>
 *   settings + tasks --> ModelTraining --run--> evaluations, states in a TrainingFolder --finish--> kept model
 * </pre>
 */
@NullMarked
package panamoe.trainer.product.training;

import org.jspecify.annotations.NullMarked;
