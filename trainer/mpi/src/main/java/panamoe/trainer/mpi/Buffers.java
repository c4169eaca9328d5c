package panamoe.trainer.mpi;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import panamoe.tensor.DType;

/** Checks the buffers of an operation. The library gets their addresses and trusts them. */
final class Buffers {

    private Buffers() {}

    /** The memory from position to limit. @throws IllegalArgumentException if the buffer is on the heap or in the other byte order */
    static MemorySegment memory(String what, ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("the buffer of " + what + " is on the heap: expected a direct one");
        }
        if (buffer.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("the buffer of " + what + " is " + buffer.order()
                    + ": expected the order of this machine, " + ByteOrder.nativeOrder());
        }
        return MemorySegment.ofBuffer(buffer);
    }

    /** As {@link #memory}, for a buffer that is written too. @throws IllegalArgumentException also if it is read-only */
    static MemorySegment writable(String what, ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new IllegalArgumentException(
                    "the buffer of " + what + " is read-only: expected one that can be written");
        }
        return memory(what, buffer);
    }

    /** The number of elements. @throws IllegalArgumentException if the bytes are no whole number of elements */
    static int elements(String what, ByteBuffer buffer, DType dtype) {
        if (buffer.remaining() % dtype.bytes() != 0) {
            throw new IllegalArgumentException("the buffer of " + what + " has " + buffer.remaining()
                    + " bytes: expected a multiple of " + dtype.bytes() + " for " + dtype);
        }
        return buffer.remaining() / dtype.bytes();
    }
}
