/**
 * The models: the trained layers of an encoder with dense or sparse feed-forward blocks, and a head per task.
 *
 * <pre>
 *   Method = name, GateKind or none, LossWeighting
 *                     |
 *                  MoeBlocks -> FeedForwardBlock, with gates from GateKind.create(GateSite)
 *                     |
 *   Batch of rows -BatchTensors-> Encoder (trained layers) -> mean per sequence -> Heads -> logits
 * </pre>
 *
 * {@link panamoe.trainer.learner.MultiTaskModel} is the model above the frozen layers; {@link panamoe.trainer.learner.Method}
 * determines its blocks and the weighting of its losses.
 */
@NullMarked
package panamoe.trainer.learner;

import org.jspecify.annotations.NullMarked;
