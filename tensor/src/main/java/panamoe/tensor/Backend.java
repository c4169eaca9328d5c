package panamoe.tensor;

import java.util.Optional;

/**
 * Where tensors live and what computes on them: some fifty kernels that write into outputs given by the caller.
 *
 * <p>Contract of every kernel, unless it says otherwise:
 * <ul>
 *   <li>floating tensors are of {@link #floatType}, indices, counts and offsets of {@link DType#I32};
 *   <li>an output is written in full, is of the stated shape and shares no element with an input;
 *   <li>"matrix" {@code x[n, d]} stands for any tensor seen as {@link Shape#rows} rows of {@link Shape#columns}
 *       elements;
 *   <li>results are the same bits for the same input, whatever the number of threads;
 *   <li>numbers hold at their limits: NaN in what a result depends on gives NaN (what a mask takes out, as in reluBackward and
 *       dropout, is 0 all the same); infinite inputs give the mathematical limit, and NaN where there is none; a result
 *       beyond the range of the type is infinite, one below its smallest normal number may be 0;
 *   <li>a tensor that breaks the contract is refused with an {@link IllegalArgumentException} that names it ({@link
 *       KernelChecks}, {@link IndexChecks}); a kernel that a backend does not have throws {@link
 *       UnsupportedOperationException}.
 * </ul>
 *
 * <p>A fused kernel ({@link FusedKernels}) is a default method made of primitives: the default is its definition and its
 * oracle, a backend overrides it for speed. Kernels may run later than they are called ({@link #runsLater}); {@code read...} waits for them.
 */
public interface Backend
        extends ElementwiseKernels,
                ReductionKernels,
                RowKernels,
                MatrixKernels,
                SegmentKernels,
                IndexKernels,
                TrainingKernels,
                FusedKernels,
                AutoCloseable {

    /** The name by which users choose it, for example {@code vector}. */
    String name();

    /** The type of all floating tensors here. */
    @Override
    DType floatType();

    /** A zero-filled buffer. */
    @Override
    Storage allocate(DType dtype, int length);

    /**
     * Says that nobody will read what a storage holds now: it is about to get other content. A backend that moves content
     * between memories need not move it.
     */
    default void discard(Storage storage) {}

    /** Copies host values to a floating tensor, converting to its type. */
    void write(Tensor y, double[] values);

    /** Copies host values to a floating tensor, converting to its type. */
    void write(Tensor y, float[] values);

    /** Copies host values to an {@link DType#I32} tensor. */
    void write(Tensor y, int[] values);

    /** The elements of a floating tensor, in a new array. */
    double[] readDoubles(Tensor x);

    /** The elements of a floating tensor as floats, in a new array. */
    float[] readFloats(Tensor x);

    /** The elements of an {@link DType#I32} tensor, in a new array. */
    int[] readInts(Tensor x);

    /** True if a kernel may run later than it is called: then the time that a call takes says nothing. */
    default boolean runsLater() {
        return false;
    }

    /** Waits until every kernel that was called has run. */
    default void finish() {}

    /** The device that computes, for reports; empty for the machine's processor. */
    default Optional<String> deviceName() {
        return Optional.empty();
    }

    /** Lets go of threads and device memory. */
    @Override
    void close();
}
