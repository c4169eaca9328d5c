/**
 * Training runs and what is measured of them. What a step minimises is {@code TaskLosses}, weighed by a
 * {@link panamoe.trainer.learner.TaskUncertainty} if there is one, and {@code RouterLoss}; where {@code GradNorm} or {@code PcGrad}
 * weigh the tasks of a batch against each other, {@code TaskGradients} has the gradient of each.
 *
 * <pre>
 *   Curriculum --Batches--> Batch --Trainer.step--> loss -----> LossHistory -----> learning curves
 *                                      |       \-----> routing --> RoutingRecorder -> routing trends
 *                                  parameters --> Checkpoint
 *                                      |
 *                                  Evaluation --> accuracy, routing, pooled features
 * </pre>
 */
package panamoe.trainer.learner.training;
