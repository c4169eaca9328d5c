package panamoe.tensor.cpu;

/** Finds segments in ascending offsets, in which segment s holds {@code offsets[s] <= i < offsets[s + 1]}. */
final class Segments {

    private Segments() {}

    /**
     * The segment that holds {@code i}, -1 if {@code i} lies before the first, {@code count} if behind the last.
     *
     * @param offsets {@code count + 1} ascending numbers from {@code at} on
     */
    static int containing(int[] offsets, int at, int count, int i) {
        int low = 0;
        int high = count + 1;
        // the number of offsets that are at most i
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offsets[at + middle] <= i) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }
}
