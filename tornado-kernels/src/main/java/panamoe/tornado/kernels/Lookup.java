package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Computations of indices, for device code. */
final class Lookup {

    private Lookup() {}

    /**
     * The segment that holds {@code row}: {@code -1} if the row lies before the first segment, {@code count} if it lies
     * after the last.
     *
     * @param offsets {@code count + 1} ascending numbers from {@code offset} on: the start of each segment, then the
     *     end of the last
     */
    static int segmentOf(IntArray offsets, int offset, int count, int row) {
        int low = 0;
        int high = count + 1;
        // binary search for the number of offsets that are at most row
        while (low < high) {
            int middle = (low + high) / 2;
            if (offsets.get(offset + middle) <= row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /**
     * The element of a broadcast operand for element {@code i} of an output of {@code size} elements: {@code (i /
     * inner) % length}, without divisions that change nothing.
     */
    static int stretched(int i, int size, int length, int inner) {
        return length == size ? i : length == 1 ? 0 : (inner == 1 ? i : i / inner) % length;
    }
}
