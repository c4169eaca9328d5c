/**
 * A BERT encoder: sizes, weights, tokenizer and layers. The lower layers are frozen, the upper layers are trained.
 *
 * <pre>
 *   tokenizer.json -TokenizerJson-> WordPiece -Tokenizer-> TokenIds -PackedTokens-> FrozenEncoder -> features
 *   features, kept by FrozenFeatures or computed at each use by StreamedFeatures -> Encoder (trained layers)
 *   weights (name to Weight) -> BertWeights(BertConfig) -PretrainedNames-> FrozenEncoder, Encoder
 *                                     |
 *                     FeedForwardWeights -> FeedForwardBlock of an EncoderLayer: Dense, or Sparse
 * </pre>
 */
@NullMarked
package panamoe.trainer.encoder;

import org.jspecify.annotations.NullMarked;
