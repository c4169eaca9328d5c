/**
 * The backends {@code vector} and {@code scalar}: float kernels on Java arrays, on any number of threads.
 *
 * <pre>{@code
 * CpuBackend ── CpuElementwise, CpuReductions, CpuRows, CpuMatrix, CpuSegments, CpuIndex, CpuTraining
 *     │             checks, cuts a kernel into chunks by its sizes alone
 *     ▼
 *   Engine ──── Parallel (threads), ScratchPool (buffers), Gemm (packing and tiles), AttentionForward
 *     │
 *     ▼
 * KernelSet ─── loops over ranges of float[] and the GEMM micro-kernel
 *     ├─ VectorKernels   jdk.incubator.vector at the preferred width; the only classes that name it
 *     └─ ScalarKernels   plain loops
 * }</pre>
 *
 * <p>C2 does not vectorise {@code y[yo + i] = x[xo + i]} with two offsets that it cannot compare (JDK 25: 5 times slower
 * than one offset), and tensors have offsets; so the vector set spells out even plain arithmetic.
 */
package panamoe.tensor.cpu;
