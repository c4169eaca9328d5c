/**
 * The engine against others.
 *
 * <pre>
 * PeersCommand --> GemmPeers --> Blas (OpenBLAS: module bench/openblas, found by ServiceLoader)
 *              --> StepPeers --> PythonPeer: a process with torch_step.py or jax_step.py, on what StepExport wrote
 * </pre>
 */
package panamoe.bench.peers;
