package panamoe.tensor.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Float buffers that kernels borrow for one call or chunk, so that repeated steps allocate almost nothing. */
final class ScratchPool {

    /** A stack of free buffers of one length: the buffer returned last is the most likely to be in the cache. */
    private static final class FreeList {
        private float[] @Nullable [] free = new float[4][];
        private int count;

        synchronized float @Nullable [] poll() {
            if (count == 0) {
                return null;
            }
            float[] top = free[--count];
            free[count] = null;
            return top;
        }

        synchronized void push(float[] buffer) {
            if (count == free.length) {
                free = Arrays.copyOf(free, 2 * count);
            }
            free[count++] = buffer;
        }
    }

    private static final float[] NONE = {};

    /** The list of buffers of {@code 2^i} elements is at index i. */
    private final FreeList[] freeLists = new FreeList[Integer.SIZE];

    ScratchPool() {
        Arrays.setAll(freeLists, i -> new FreeList());
    }

    /** A buffer of at least {@code length} elements with undefined content; give it back after use. */
    float[] take(int length) {
        if (length == 0) {
            return NONE;
        }
        int log2 = Integer.SIZE - Integer.numberOfLeadingZeros(length - 1);
        if (log2 >= Integer.SIZE - 1) {
            return new float[length];
        }
        float[] buffer = freeLists[log2].poll();
        return buffer != null ? buffer : new float[1 << log2];
    }

    /** Returns a buffer from {@link #take} to the pool. */
    void give(float[] buffer) {
        if (buffer.length == 0) {
            return;
        }
        freeLists[Integer.numberOfTrailingZeros(Integer.highestOneBit(buffer.length))].push(buffer);
    }
}
