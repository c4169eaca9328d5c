package panamoe.trainer.mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import panamoe.tensor.DType;

class BuffersTest {

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    private static void assertRefused(String message, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }

    @Test
    void theMemoryReachesFromPositionToLimit() {
        ByteBuffer buffer = direct(100).position(8).limit(20);
        MemorySegment memory = Buffers.memory("test", buffer);

        assertThat(memory.byteSize()).isEqualTo(12);
        assertThat(memory.address()).isEqualTo(address(buffer) + 8);
        assertThat(Buffers.elements("test", buffer, DType.I32)).isEqualTo(3);
    }

    private static long address(ByteBuffer buffer) {
        return MemorySegment.ofBuffer(buffer.duplicate().clear()).address();
    }

    @Test
    void buffersThatTheLibraryCannotUseAreRefused() {
        ByteBuffer other = ByteBuffer.allocateDirect(8)
                .order(
                        ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
                                ? ByteOrder.LITTLE_ENDIAN
                                : ByteOrder.BIG_ENDIAN);

        assertRefused("the buffer of sum is on the heap", () -> Buffers.memory("sum", ByteBuffer.allocate(8)));
        assertRefused("the buffer of sum is " + other.order(), () -> Buffers.memory("sum", other));
        assertRefused(
                "is read-only",
                () -> Buffers.writable("sum", direct(8).asReadOnlyBuffer().order(ByteOrder.nativeOrder())));
        assertRefused(
                "has 12 bytes: expected a multiple of 8 for F64", () -> Buffers.elements("sum", direct(12), DType.F64));
    }
}
