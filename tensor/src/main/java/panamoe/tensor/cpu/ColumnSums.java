package panamoe.tensor.cpu;

import java.util.Arrays;

/**
 * Sums over the rows of a matrix: each chunk of rows is summed on its own, then the chunks' sums are added in order.
 * The chunks depend on the shape only.
 */
final class ColumnSums {

    /** The maximum number of chunks, which bounds the reads of the second step. */
    private static final int MAX_CHUNKS = 64;

    private final Engine engine;
    private final int rows;
    private final int columns;
    private final int rowsPerChunk;

    ColumnSums(Engine engine, int rows, int columns) {
        this.engine = engine;
        this.rows = rows;
        this.columns = columns;
        this.rowsPerChunk = Math.max(Engine.rowsPerChunk(columns), Engine.chunks(rows, MAX_CHUNKS));
    }

    /** Adds the values of rows {@code from..from + count - 1} to {@code sums[so..so + columns - 1]}. */
    @FunctionalInterface
    interface Body {
        void accept(int from, int count, float[] sums, int so);
    }

    /** Runs the body on all chunks and writes the sums to {@code y[yo..yo + columns - 1]}. */
    void run(Body body, float[] y, int yo) {
        int chunks = Engine.chunks(rows, rowsPerChunk);
        float[] partial = engine.scratch().take(chunks * columns);
        engine.ranges(rows, rowsPerChunk, (from, count) -> {
            int so = from / rowsPerChunk * columns;
            Arrays.fill(partial, so, so + columns, 0);
            body.accept(from, count, partial, so);
        });
        Arrays.fill(y, yo, yo + columns, 0);
        for (int chunk = 0; chunk < chunks; chunk++) {
            engine.kernels().add(y, yo, partial, chunk * columns, y, yo, columns);
        }
        engine.scratch().give(partial);
    }
}
