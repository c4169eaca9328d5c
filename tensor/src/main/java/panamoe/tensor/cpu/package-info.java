/**
 * The backends {@code vector} and {@code scalar}: float kernels on Java arrays, on any number of threads.
 *
 * <pre>{@code
 * CpuBackend ── CpuElementwise, CpuReductions, CpuRows, CpuMatrix, CpuSegments, CpuIndex, CpuTraining, CpuFused
 *     │             check the arguments and split a kernel into chunks by its sizes only
 *     │             (longer kernels: AttentionForward, AttentionBackward, LayerNormalization, BiasGelu)
 *     ▼
 *   Engine ──── Parallel (threads), ScratchPool (buffers), Gemm (packing and tiles)
 *     │
 *     ▼
 * KernelSet ─── loops over ranges of float[] and the GEMM micro-kernel
 *     ├─ VectorKernels   jdk.incubator.vector at the preferred width
 *     └─ ScalarKernels   plain loops
 * }</pre>
 *
 * <p>C2 does not vectorise {@code y[yo + i] = x[xo + i]} with two offsets that it cannot compare (JDK 25: 5 times slower
 * than one offset). Tensors have offsets, so the vector set uses the Vector API even for plain arithmetic.
 */
@NullMarked
package panamoe.tensor.cpu;

import org.jspecify.annotations.NullMarked;
