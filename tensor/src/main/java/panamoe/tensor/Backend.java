package panamoe.tensor;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Allocates tensors and computes on them: some fifty kernels, which write to outputs that the caller supplies.
 *
 * <p>Contract of every kernel, unless it says otherwise:
 * <ul>
 *   <li>floating tensors are of {@link #floatType}, indices, counts and offsets of {@link DType#I32};
 *   <li>an output has the stated shape, is written in full and shares no element with an input;
 *   <li>"matrix" {@code x[n, d]} stands for any tensor seen as {@link Shape#rows} rows of {@link Shape#columns}
 *       elements;
 *   <li>the same input gives the same bits for any number of threads;
 *   <li>a result that depends on a NaN is NaN; an element that a mask removes, as in reluBackward and dropout, is 0;
 *   <li>an infinite input gives the mathematical limit, or NaN where there is none;
 *   <li>a result beyond the range of the type is infinite; a result below its smallest normal number may be 0;
 *   <li>a tensor that breaks the contract is refused with an {@link IllegalArgumentException} that names it ({@link
 *       KernelChecks}, {@link IndexChecks}); a kernel that a backend does not have throws {@link
 *       UnsupportedOperationException}.
 * </ul>
 *
 * <p>A fused kernel ({@link FusedKernels}) is a default method that calls primitive kernels. The default defines the
 * kernel and is its test oracle; a backend overrides it for speed. A kernel may run after its call has returned ({@link
 * #runsLater}); the {@code read...} methods wait for it.
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

    /** The name by which users choose the backend, for example {@code vector}. */
    String name();

    /** The type of all floating tensors here. */
    @Override
    DType floatType();

    /** A zero-filled buffer. */
    @Override
    Storage allocate(DType dtype, int length);

    /**
     * Declares the content of a storage unused: the caller overwrites it before reading it. A backend that copies
     * content between memories can skip the copy.
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

    /**
     * Copies the elements of a tensor of any type to a buffer, which begins at its position and has room for all of
     * them up to its limit; the position does not move.
     */
    default void read(Tensor x, ByteBuffer into) {
        Check.that(
                into.remaining() == (long) x.size() * x.dtype().bytes(),
                () -> "read of " + x + ": expected a buffer of "
                        + (long) x.size() * x.dtype().bytes() + " bytes, not of " + into.remaining());
        ByteBuffer bytes = into.slice().order(into.order());
        switch (x.dtype()) {
            case F32 -> bytes.asFloatBuffer().put(readFloats(x));
            case F64 -> bytes.asDoubleBuffer().put(readDoubles(x));
            case I32 -> bytes.asIntBuffer().put(readInts(x));
        }
    }

    /** Copies the bytes of a buffer, from its position to its limit, to a tensor of any type; the position does not move. */
    default void write(Tensor y, ByteBuffer from) {
        Check.that(
                from.remaining() == (long) y.size() * y.dtype().bytes(),
                () -> "write of " + from.remaining() + " bytes to " + y + ": expected "
                        + (long) y.size() * y.dtype().bytes());
        ByteBuffer bytes = from.slice().order(from.order());
        switch (y.dtype()) {
            case F32 -> {
                float[] values = new float[y.size()];
                bytes.asFloatBuffer().get(values);
                write(y, values);
            }
            case F64 -> {
                double[] values = new double[y.size()];
                bytes.asDoubleBuffer().get(values);
                write(y, values);
            }
            case I32 -> {
                int[] values = new int[y.size()];
                bytes.asIntBuffer().get(values);
                write(y, values);
            }
        }
    }

    /**
     * True if a kernel may run after its call has returned; the duration of a call then does not measure the kernel.
     */
    default boolean runsLater() {
        return false;
    }

    /** Waits until all kernels called so far have run. */
    default void finish() {}

    /** The device that computes, for reports; empty for the CPU. */
    default Optional<String> deviceName() {
        return Optional.empty();
    }

    /** The width of the processor's vector registers in use, in bits; 0 for a backend that uses none. */
    default int vectorBits() {
        return 0;
    }

    /** Releases threads and device memory. */
    @Override
    void close();
}
