/**
 * Training runs and their measurement. A step minimises {@code TaskLosses}, weighed by a
 * {@link panamoe.trainer.learner.TaskUncertainty} if there is one, and {@code RouterLoss}. Where {@code GradNorm} or {@code PcGrad}
 * weigh the tasks of a batch against each other, {@code TaskGradients} has the gradient of each.
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
package panamoe.trainer.learner.training;
