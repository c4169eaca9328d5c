/**
 * Sparse mixture-of-experts layers whose experts are shared by all tasks and whose gates may belong to one task each
 * (Gupta et al. 2022, arXiv:2204.07689).
 *
 * <pre>{@code
 *            Gate            TopK                    Dispatch                Experts
 * x[n,d] -> logits[n,E] -> experts[n,k] -> slots sorted by expert[n k,d] -> outputs[n k,d] -> weighted sum -> y[n,d]
 *              |            weights[n,k]                                                          ^
 *              |                 +----------------------------------------------------------------+
 *              +-> RouterLosses, RoutingStats
 * }</pre>
 *
 * Routing is a value that a layer returns; nothing is kept in the layer. Nothing here reads a tensor on the host during a
 * step: choices, counts and offsets are integer tensors made by kernels.
 */
package panamoe.moe;
