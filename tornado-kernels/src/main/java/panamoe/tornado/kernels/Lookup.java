package panamoe.tornado.kernels;

import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Where things are found: parts of device code. */
final class Lookup {

    private Lookup() {}

    /**
     * The segment that holds {@code row}: {@code -1} if the row lies before the first, {@code count} if behind the last.
     *
     * @param offsets {@code count + 1} ascending numbers from {@code offset} on: where each segment begins, and the end
     */
    static int segmentOf(IntArray offsets, int offset, int count, int row) {
        int low = 0;
        int high = count + 1;
        // the number of offsets that are at most row
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
     * The element of an operand that element {@code i} of an output of {@code size} reads: {@code (i / inner) % length},
     * without the divisions where they change nothing.
     */
    static int stretched(int i, int size, int length, int inner) {
        return length == size ? i : length == 1 ? 0 : (inner == 1 ? i : i / inner) % length;
    }
}
