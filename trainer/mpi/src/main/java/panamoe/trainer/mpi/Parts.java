package panamoe.trainer.mpi;

/**
 * The parts of a buffer, one for each process, that follow each other.
 *
 * @param counts elements of each part
 * @param offsets elements before each part
 */
@SuppressWarnings("ArrayRecordComponent")
record Parts(int[] counts, int[] offsets) {

    /**
     * Parts that fill a buffer exactly.
     *
     * @param what the name of the counts, for messages
     * @param elements the elements of the buffer
     * @throws IllegalArgumentException if a count is negative, or if they are not one per process or do not fill the buffer
     */
    static Parts of(String what, int[] counts, int processes, int elements) {
        if (counts.length != processes) {
            throw new IllegalArgumentException(
                    counts.length + " " + what + ": expected one for each of the " + processes + " processes");
        }
        int[] own = counts.clone();
        int[] offsets = new int[processes];
        long sum = 0;
        for (int r = 0; r < processes; r++) {
            if (own[r] < 0) {
                throw new IllegalArgumentException(
                        what + " has " + own[r] + " for process " + r + ": expected 0 or more");
            }
            offsets[r] = (int) Math.min(sum, elements);
            sum += own[r];
        }
        if (sum != elements) {
            throw new IllegalArgumentException("the " + what + " add up to " + sum + ", and the buffer has " + elements
                    + " elements: set its position and limit to what is meant");
        }
        return new Parts(own, offsets);
    }
}
