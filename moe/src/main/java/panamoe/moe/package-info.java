/** Sparse mixture of experts: gates, routing, dispatch, experts. */
package panamoe.moe;
