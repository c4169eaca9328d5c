/**
 * Sparse mixture-of-experts layers in which all tasks share the experts and each task may have its own gate (Gupta et al.
 * 2022, arXiv:2204.07689).
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
 *   <li>Gates: {@link SharedGate}, {@link TaskGate}, {@link TaskEmbeddingGate}, {@link CgcGate}; without learning {@link
 *       HashGate} and {@link RandomGate}; around another gate {@link JitterGate} and {@link PrivateExpertsGate}.
 *   <li>Selections: {@link TopK} with a {@link Weighting}, {@link NoisyTopK}, {@link BiasedTopK}, {@link AllExperts}, {@link
 *       OwnExperts}; around these {@link Capacity}; and {@link ExpertChoice}.
 *   <li>Tasks: {@link GateTransfer}, {@link TaskAddition}, {@link UsedExperts}, {@link MoeLayer#takePart}.
 * </ul>
 *
 * A layer returns its routing as a value and keeps no state of a step. Nothing here reads a tensor on the host during a
 * step: kernels compute choices, counts and offsets as integer tensors, and the sequence of kernels does not depend on
 * the data.
 */
@NullMarked
package panamoe.moe;

import org.jspecify.annotations.NullMarked;
