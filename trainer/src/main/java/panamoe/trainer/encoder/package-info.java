/**
 * A BERT encoder: sizes, weights, tokenizer, and layers of which the lower ones are frozen and the upper ones trained.
 *
 * <pre>
 *   tokenizer.json -TokenizerJson-> WordPiece -Tokenizer-> TokenIds -PackedTokens-> FrozenEncoder -> rows, kept by FrozenFeatures
 *   weights (name to Weight) -> BertWeights(BertConfig) -PretrainedNames-> FrozenEncoder, Encoder
 *                                     |
 *                     FeedForwardWeights -> FeedForwardBlock of an EncoderLayer: Dense, or Sparse
 * </pre>
 */
package panamoe.trainer.encoder;
