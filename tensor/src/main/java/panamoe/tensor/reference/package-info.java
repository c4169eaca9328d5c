/**
 * The reference backend: double precision, plain loops, the oracle of every test.
 *
 * <pre>{@code
 * ReferenceBackend -+- ReferenceElementwise, ReferenceReductions, ReferenceRows, ReferenceMatrix, ReferenceSegments,
 *                   |  ReferenceAttention, ReferenceIndices, ReferenceTraining   (one per group of kernels)
 *                   +- Reals, Ints                                               (a tensor's elements)
 * }</pre>
 */
@NullMarked
package panamoe.tensor.reference;

import org.jspecify.annotations.NullMarked;
