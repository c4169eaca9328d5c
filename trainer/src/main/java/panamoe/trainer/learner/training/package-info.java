/**
 * Training runs and evaluation. A step minimises the sum of {@code TaskLosses} and {@code RouterLoss}. A
 * {@link panamoe.trainer.learner.TaskUncertainty}, if there is one, weights the task losses. For {@code GradNorm},
 * {@code PcGrad} and {@code CaGrad}, {@code TaskGradients} keeps the gradient of each task.
 *
 * <pre>
 *   TrainingSettings -> TrainingRecipe -+
 *   Curriculum --Batches--> Batch ------+-> Trainer.step --> loss ----> LossHistory -----> LearningCurve
 *                                                |     \---> routing -> RoutingRecorder -> RoutingTrend
 *                                            parameters --> Checkpoint
 *                                                |
 *                                           Evaluation --> metrics, RoutingMap, pooled features
 * </pre>
 */
@NullMarked
package panamoe.trainer.learner.training;

import org.jspecify.annotations.NullMarked;
