/**
 * Compares the engine with other engines: matrix products and the training step.
 *
 * <pre>
 * PeersCommand --> GemmPeers    --> Blas (OpenBLAS: module bench/openblas, found by ServiceLoader)
 *              --> GpuGemmPeers --> PythonPeer: a process with torch_gemm.py
 *              --> StepPeers    --> PythonPeer: a process with torch_step.py or jax_step.py, which reads the file of StepExport
 * </pre>
 */
@NullMarked
package panamoe.bench.peers;

import org.jspecify.annotations.NullMarked;
