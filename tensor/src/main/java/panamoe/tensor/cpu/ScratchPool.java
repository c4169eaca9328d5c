package panamoe.tensor.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Float buffers that kernels borrow for the time of one call or chunk, so that a steady step allocates next to nothing. */
final class ScratchPool {

    /** Free buffers of {@code 2^i} elements at index i. */
    private final List<ConcurrentLinkedDeque<float[]>> free = new ArrayList<>();

    ScratchPool() {
        for (int i = 0; i < Integer.SIZE; i++) {
            free.add(new ConcurrentLinkedDeque<>());
        }
    }

    /** A buffer of at least {@code length} elements with undefined content; give it back after use. */
    float[] take(int length) {
        int log2 = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, length) - 1);
        if (log2 >= Integer.SIZE - 1) {
            return new float[length];
        }
        float[] buffer = free.get(log2).pollFirst();
        return buffer != null ? buffer : new float[1 << log2];
    }

    /** Ends the use of a buffer from {@link #take}. */
    void give(float[] buffer) {
        free.get(Integer.numberOfTrailingZeros(Integer.highestOneBit(buffer.length)))
                .addFirst(buffer);
    }
}
