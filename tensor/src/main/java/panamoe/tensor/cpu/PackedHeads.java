package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;
import static panamoe.tensor.cpu.Engine.ints;

import java.util.Arrays;
import panamoe.tensor.Tensor;

/**
 * The heads of the sequences of one attention call: their positions in the rows of {@code qkv[n, 3 d]} and {@code y[n,
 * d]}, and the loop over them. A chunk of work is one or more heads of one sequence. Each head is computed in blocks of
 * queries, so scratch grows only linearly with the length of the sequence.
 */
final class PackedHeads {

    /** The maximum number of queries in a block. */
    private static final int QUERIES = 64;

    /** The minimum multiplications of a chunk, if the sequence has enough heads: some ten microseconds of work. */
    private static final long CHUNK = 1 << 20;

    /** The maximum number of elements that a chunk loads into the L2 cache at once: half of 1 MiB. */
    private static final int CACHED = 128 << 10;

    private final Engine engine;
    private final KernelSet kernels;
    private final int[] offsets;
    private final int offsetsAt;
    private final int sequences;
    private final int rows;
    private final int d;
    private final int heads;
    private final int width;
    private final int longest;

    PackedHeads(Engine engine, Tensor qkv, Tensor offsets, int heads) {
        this.engine = engine;
        this.kernels = engine.kernels();
        this.offsets = ints(offsets);
        this.offsetsAt = offsets.offset();
        this.sequences = offsets.size() - 1;
        this.rows = qkv.shape().rows();
        this.d = qkv.shape().columns() / 3;
        this.heads = heads;
        this.width = d / heads;
        int most = 0;
        for (int s = 0; s < sequences; s++) {
            most = Math.max(most, length(s));
        }
        this.longest = most;
    }

    /** Columns of y. */
    int d() {
        return d;
    }

    int heads() {
        return heads;
    }

    /** Columns of a head. */
    int width() {
        return width;
    }

    /** {@link #width}, padded. */
    int columns() {
        return padded(width);
    }

    /** Rows of the longest sequence. */
    int longest() {
        return longest;
    }

    /** The maximum number of queries in a block of this call, padded. */
    int queries() {
        return padded(Math.min(QUERIES, longest));
    }

    /** n rounded up to full vectors. */
    int padded(int n) {
        int lanes = kernels.lanes();
        return Engine.chunks(n, lanes) * lanes;
    }

    /**
     * A step of the work on one block: queries {@code block..block + count - 1} of the sequence at row {@code first}. The
     * steps of a head share {@code scratch}; {@code square} is for {@link PackLoops#interleave}.
     */
    @FunctionalInterface
    interface Step {
        void run(int first, int length, int block, int count, int head, float[] scratch, float[] square);
    }

    /**
     * Runs the steps in order for each block of each head; one thread runs the blocks of a head in order. {@link Step}
     * has so many implementations that C2 compiles each on its own. Inlined together, they would exceed its node
     * budget, and some vectors would be heap objects.
     *
     * @param scratchSize elements of the scratch that the steps of a head share
     * @param read the tensors whose rows the steps read; their columns are a multiple of {@link #d}
     */
    void forEachBlock(int scratchSize, Tensor[] read, Step... steps) {
        long work = Math.max(1, 2L * longest * longest * width);
        int headsPerChunk = (int) Math.min(heads, (CHUNK + work - 1) / work);
        int chunks = Engine.chunks(heads, headsPerChunk);
        engine.parallel().run(sequences * chunks, job -> {
            int from = job % chunks * headsPerChunk;
            float[] scratch = engine.scratch().take(scratchSize);
            float[] square = engine.scratch().take(kernels.tallRows() * kernels.wideColumns());
            int to = Math.min(heads, from + headsPerChunk);
            square[0] = touch(read, job / chunks, from, to);
            for (int head = from; head < to; head++) {
                forEachBlock(job / chunks, head, scratch, square, steps);
            }
            engine.scratch().give(square);
            engine.scratch().give(scratch);
        });
    }

    /**
     * Loads the rows that a chunk reads into the L2 cache, if they fit. A head's part of a row is so short that the
     * copies would wait for every one of them.
     */
    private float touch(Tensor[] read, int sequence, int fromHead, int toHead) {
        int length = length(sequence);
        int columns = (toHead - fromHead) * width;
        if (columns == 0) {
            return 0;
        }
        int parts = 0;
        for (Tensor x : read) {
            parts += x.shape().columns() / d;
        }
        if ((long) length * columns * parts > CACHED) {
            return 0;
        }
        float sum = 0;
        for (Tensor x : read) {
            for (int column = fromHead * width; column < x.shape().columns(); column += d) {
                int at = at(x, offsets[offsetsAt + sequence], column);
                sum += CacheLines.touch(floats(x), at, x.shape().columns(), length, columns);
            }
        }
        return sum;
    }

    private void forEachBlock(int sequence, int head, float[] scratch, float[] square, Step[] steps) {
        int length = length(sequence);
        for (int block = 0; block < length; block += QUERIES) {
            int count = Math.min(QUERIES, length - block);
            for (Step step : steps) {
                step.run(offsets[offsetsAt + sequence], length, block, count, head, scratch, square);
            }
        }
    }

    /** First column of a head's queries in qkv. */
    int query(int head) {
        return head * width;
    }

    /** First column of a head's keys in qkv. */
    int key(int head) {
        return d + head * width;
    }

    /** First column of a head's values in qkv. */
    int value(int head) {
        return 2 * d + head * width;
    }

    /** First column of a head in y. */
    int out(int head) {
        return head * width;
    }

    /** Index of an element of x. */
    int at(Tensor x, int row, int column) {
        return x.offset() + row * x.shape().columns() + column;
    }

    /**
     * Copies {@link #width} elements of each row of x, from a column on, to {@code [count, columns]}, padded with
     * zeros.
     */
    void copy(Tensor x, int row, int count, int column, float[] to, int at) {
        float[] from = floats(x);
        int columns = columns();
        for (int i = 0; i < count; i++) {
            int target = at + i * columns;
            System.arraycopy(from, at(x, row + i, column), to, target, width);
            Arrays.fill(to, target + width, target + columns, 0);
        }
    }

    /** {@link #copy}, but to columns of {@code [width, padded(count)]}. */
    void transpose(Tensor x, int row, int count, int column, float[] to, int at, float[] square) {
        int n = padded(count);
        if (count < n) {
            Arrays.fill(to, at, at + width * n, 0);
        }
        kernels.interleave(floats(x), at(x, row, column), x.shape().columns(), count, width, n, to, at, square);
    }

    /** Writes {@code factor x[count, columns]} to {@link #width} elements of each row of y, from a column on. */
    void store(float factor, float[] x, int xo, Tensor y, int row, int count, int column) {
        float[] ys = floats(y);
        int columns = columns();
        for (int i = 0; i < count; i++) {
            kernels.affine(factor, x, xo + i * columns, 0, ys, at(y, row + i, column), width);
        }
    }

    /** Sets the rows that belong to no sequence to 0. */
    void clearSpareRows(Tensor x) {
        int columns = x.shape().columns();
        int begin = x.offset();
        Arrays.fill(floats(x), begin, begin + offsets[offsetsAt] * columns, 0);
        Arrays.fill(floats(x), begin + offsets[offsetsAt + sequences] * columns, begin + rows * columns, 0);
    }

    private int length(int sequence) {
        return offsets[offsetsAt + sequence + 1] - offsets[offsetsAt + sequence];
    }
}
