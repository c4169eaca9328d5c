package panamoe.tensor.cpu;

import java.util.Arrays;

/** Float buffers that kernels borrow for the time of one call or chunk, so that a steady step allocates next to nothing. */
final class ScratchPool {

    /** Free buffers of one length, the one that was given back last on top: it is the likeliest to be in cache. */
    private static final class Shelf {
        private float[][] free = new float[4][];
        private int count;

        synchronized float[] poll() {
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

    /** Those of {@code 2^i} elements at index i. */
    private final Shelf[] shelves = new Shelf[Integer.SIZE];

    ScratchPool() {
        Arrays.setAll(shelves, i -> new Shelf());
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
        float[] buffer = shelves[log2].poll();
        return buffer != null ? buffer : new float[1 << log2];
    }

    /** Ends the use of a buffer from {@link #take}. */
    void give(float[] buffer) {
        if (buffer.length == 0) {
            return;
        }
        shelves[Integer.numberOfTrailingZeros(Integer.highestOneBit(buffer.length))].push(buffer);
    }
}
