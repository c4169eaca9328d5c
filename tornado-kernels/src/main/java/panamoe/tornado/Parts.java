package panamoe.tornado;

/**
 * The parts into which the first stage of a sum is divided. They depend only on the number of terms, so the result is
 * the same on every grid.
 *
 * @param count the number of parts
 * @param length the number of terms of each part; the last may have fewer
 */
record Parts(int count, int length) {

    /** At most {@code most} parts of at least {@code shortest} terms. The last part may be shorter. */
    static Parts of(int terms, int most, int shortest) {
        int length = Math.max(shortest, Math.ceilDiv(terms, most));
        return new Parts(Math.ceilDiv(terms, length), length);
    }

    /** Parts of the rows of a matrix, for kernels with an item for each part of each column. */
    static Parts ofRows(int rows) {
        return of(rows, 256, 8);
    }

    /** Parts of a vector, for kernels with a group for each part. */
    static Parts ofElements(int n) {
        return of(n, 1024, 1024);
    }
}
