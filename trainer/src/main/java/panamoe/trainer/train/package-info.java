/**
 * Training runs and what is measured of them.
 *
 * <pre>
 *   Curriculum --Batches--> Batch --Trainer.step--> loss -----> LossHistory -----> learning curves
 *                                      |       \-----> routing --> RoutingRecorder -> routing trends
 *                                  parameters --> Checkpoint
 *                                      |
 *                                  Evaluation --> accuracy, routing, pooled features
 * </pre>
 */
package panamoe.trainer.train;
