package panamoe.tornado;

/**
 * The parts that the first stage of a sum works on. They depend on the number of terms alone, so that the result is the
 * same on every grid.
 *
 * @param count how many parts
 * @param length terms of each part; the last may have fewer
 */
record Parts(int count, int length) {

    /** At most {@code most} parts of at least {@code shortest} terms, the last aside. */
    static Parts of(int terms, int most, int shortest) {
        int length = Math.max(shortest, Math.ceilDiv(terms, most));
        return new Parts(Math.ceilDiv(terms, length), length);
    }

    /** Parts of the rows of a matrix, whose columns are worked on at the same time. */
    static Parts ofRows(int rows) {
        return of(rows, 256, 8);
    }

    /** Parts of a vector, on each of which a group works. */
    static Parts ofElements(int n) {
        return of(n, 1024, 1024);
    }
}
