/**
 * The learners: a pretrained encoder whose lower part is frozen and whose upper part is trained with dense or sparse
 * feed-forward blocks, and a head per task.
 *
 * <pre>
 *   Example -Tokenizer-> TokenIds -FrozenEncoder-> rows, kept by FrozenFeatures
 *                                                    |
 *   Batch of rows -BatchTensors-> Encoder (trained layers) -> mean per sequence -> Heads -> logits
 *                                  |
 *                        FeedForwardBlock: Dense, or Sparse behind a gate that is shared or the task's own
 * </pre>
 *
 * {@link panamoe.trainer.learner.MultiTaskModel} is everything below the frozen part; {@link panamoe.trainer.learner.Method} says
 * which blocks it has.
 */
package panamoe.trainer.learner;
