/**
 * The encoder, split where training begins.
 *
 * <pre>
 * TokenIds --> PackedTokens --> FrozenEncoder --x[n, d]--> Encoder --> hidden[n, d]
 *                               embeddings and             trained layers, each with a
 *                               the lowest layers          FeedForwardBlock: Dense | Sparse
 * </pre>
 */
package panamoe.trainer.model;
