/**
 * The layers of a BERT encoder. The constructor of a layer registers its parameters in a {@link
 * panamoe.autograd.nn.Scope}; {@code forward} computes in a {@link panamoe.autograd.Context}. Batches are packed: the
 * rows of all sequences are concatenated in {@code [n, d]}.
 *
 * <pre>
 *   Scope -- registers --> Parameters
 *     |                        |
 *   Linear  LayerNorm  Embedding      one or two parameters each
 *     |
 *   SelfAttention  FeedForward        contain Linear layers
 * </pre>
 */
@NullMarked
package panamoe.autograd.nn;

import org.jspecify.annotations.NullMarked;
