/**
 * Sparse mixture-of-experts layers whose experts are shared by all tasks and whose gates may belong to one task each
 * (Gupta et al. 2022, arXiv:2204.07689).
 *
 * <pre>{@code
 *            Gate         Selection                  Dispatch                Experts
 * x[n,d] -> logits[n,E] -> experts[n,k] -> slots sorted by expert[m,d] -> outputs[m,d] -> weighted sum -> y[n,d]
 *              |            weights[n,k]                                                       ^
 *              |                 +-------------------------------------------------------------+
 *              +-> RouterLosses, RoutingStats
 * }</pre>
 *
 * <ul>
 *   <li>Gates: {@link SharedGate}, {@link TaskGate}, {@link TaskEmbeddingGate}; without learning {@link HashGate} and {@link
 *       RandomGate}; around another gate {@link JitterGate} and {@link PrivateExpertsGate}.
 *   <li>Selections: {@link TopK} with a {@link Weighting}, {@link NoisyTopK}, {@link BiasedTopK}, {@link AllExperts}; around
 *       these {@link Capacity}; and {@link ExpertChoice}.
 *   <li>Tasks: {@link GateTransfer}, {@link TaskAddition}, {@link UsedExperts}, {@link MoeLayer#takePart}.
 * </ul>
 *
 * Routing is a value that a layer returns; nothing is kept in the layer. Nothing here reads a tensor on the host during a
 * step: choices, counts and offsets are integer tensors made by kernels, whose sequence does not depend on the data.
 */
package panamoe.moe;
