/**
 * The layers of a BERT encoder. A layer's constructor registers its parameters in a {@link panamoe.autograd.nn.Scope},
 * which says where they live, what they are called, what role they have, how they begin and whether they are trained and
 * decayed; {@code forward} computes in a {@link panamoe.autograd.Context}. Batches are packed: the rows of all sequences lie
 * side by side in {@code [n, d]}.
 *
 * <pre>
 *   Scope -- registers --> Parameters
 *     |                        |
 *   Linear  LayerNorm  Embedding      one or two parameters each
 *     |
 *   SelfAttention  FeedForward        made of Linears
 * </pre>
 */
package panamoe.autograd.nn;
