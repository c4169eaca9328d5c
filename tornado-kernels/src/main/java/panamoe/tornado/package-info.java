/**
 * Kernels for TornadoVM, which compiles them to OpenCL, PTX or CUDA code at run time.
 *
 * <p>They are ordinary static methods over {@code FloatArray} and {@code IntArray} that keep to what TornadoVM 5.2
 * compiles rightly: one nest of {@code @Parallel} loops per kernel, every element of an output written, no output that is
 * also an input, no unsigned shift, {@code a * b + c} in place of {@code Math.fma}. Extents come in an {@code IntArray},
 * because scalars would be baked into the compiled kernel.
 */
package panamoe.tornado;
