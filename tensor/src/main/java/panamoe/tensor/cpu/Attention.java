package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;
import static panamoe.tensor.cpu.Engine.ints;

import java.util.Arrays;
import panamoe.tensor.Tensor;

/**
 * One call of packed attention. A chunk of work is some heads of one sequence, one after the other; a head's scores are
 * made for a block of queries at a time, so scratch grows with the sequence's length only. See {@link AttentionLoops} for
 * the form of the scores.
 */
final class Attention {

    /** Queries whose scores are held at a time. */
    private static final int QUERIES = 64;

    /** Multiplications of a chunk, at least, where a sequence's heads suffice: some ten microseconds of work. */
    private static final long CHUNK = 1 << 19;

    private final Engine engine;
    private final KernelSet kernels;
    private final Tensor q;
    private final Tensor k;
    private final Tensor v;
    private final Tensor y;
    private final float[] logSumExp;
    private final int logSumExpAt;
    private final int[] offsets;
    private final int offsetsAt;
    private final int sequences;
    private final int rows;
    private final int d;
    private final int heads;
    private final int width;
    private final float scale;

    /** Rows of the longest sequence; queries of a block and columns of a head, padded to full vectors. */
    private final int longest;

    private final int maxQueries;
    private final int columns;

    Attention(Engine engine, Tensor q, Tensor k, Tensor v, Tensor offsets, int heads, Tensor y, Tensor logSumExp) {
        this.engine = engine;
        this.kernels = engine.kernels();
        this.q = q;
        this.k = k;
        this.v = v;
        this.y = y;
        this.logSumExp = floats(logSumExp);
        this.logSumExpAt = logSumExp.offset();
        this.offsets = ints(offsets);
        this.offsetsAt = offsets.offset();
        this.sequences = offsets.size() - 1;
        this.rows = q.shape().rows();
        this.d = q.shape().columns();
        this.heads = heads;
        this.width = d / heads;
        this.scale = (float) (1 / Math.sqrt(width));
        int most = 0;
        for (int s = 0; s < sequences; s++) {
            most = Math.max(most, length(s));
        }
        this.longest = most;
        this.maxQueries = padded(Math.min(QUERIES, longest));
        this.columns = padded(width);
    }

    void forward() {
        clearSpareRows(floats(y), y.offset(), d);
        clearSpareRows(logSumExp, logSumExpAt, heads);
        int size = longest * (columns + maxQueries) + maxQueries * (width + columns + 2);
        forEachHead(size, this::forward);
    }

    void backward(Tensor gy, Tensor gq, Tensor gk, Tensor gv) {
        for (Tensor gradient : new Tensor[] {gq, gk, gv}) {
            clearSpareRows(floats(gradient), gradient.offset(), d);
        }
        int size = longest * (3 * columns + 2 * maxQueries) + maxQueries * (2 * width + 3 * columns + 2);
        forEachHead(
                size,
                (first, length, head, scratch, square) ->
                        backward(gy, gq, gk, gv, first, length, head, scratch, square));
    }

    /** One head of the sequence at rows {@code first..first + length - 1}. */
    @FunctionalInterface
    private interface Head {
        void accept(int first, int length, int head, float[] scratch, float[] square);
    }

    private void forEachHead(int scratchSize, Head body) {
        long work = Math.max(1, 2L * longest * longest * width);
        int headsPerChunk = (int) Math.min(heads, (CHUNK + work - 1) / work);
        int chunks = Engine.chunks(heads, headsPerChunk);
        engine.parallel().run(sequences * chunks, job -> {
            int sequence = job / chunks;
            int length = length(sequence);
            if (length == 0) {
                return;
            }
            int from = job % chunks * headsPerChunk;
            float[] scratch = engine.scratch().take(scratchSize);
            float[] square = engine.scratch().take(kernels.tileRows() * kernels.tileColumns());
            for (int head = from; head < Math.min(heads, from + headsPerChunk); head++) {
                body.accept(offsets[offsetsAt + sequence], length, head, scratch, square);
            }
            engine.scratch().give(square);
            engine.scratch().give(scratch);
        });
    }

    private void forward(int first, int length, int head, float[] scratch, float[] square) {
        int scores = 0;
        int values = scores + longest * maxQueries;
        int queries = values + longest * columns;
        int out = queries + width * maxQueries;
        int max = out + maxQueries * columns;
        int sum = max + maxQueries;
        int column = head * width;
        float[] ks = floats(k);
        int keysAt = k.offset() + first * d + column;
        copy(v, first, length, column, scratch, values);
        for (int block = 0; block < length; block += QUERIES) {
            int count = Math.min(QUERIES, length - block);
            int n = padded(count);
            transpose(q, first + block, count, column, scratch, queries, n, square);
            kernels.product(false, length, n, width, ks, keysAt, d, 1, scratch, queries, n, scratch, scores, n);
            kernels.maxOfColumns(length, n, scale, scratch, scores, scratch, max);
            kernels.expOfColumns(length, n, scale, scratch, scores, scratch, max, scratch, sum);
            kernels.addLogAndInvert(n, scratch, max, scratch, sum);
            kernels.product(
                    false, count, columns, length, scratch, scores, 1, n, scratch, values, columns, scratch, out,
                    columns);
            for (int i = 0; i < count; i++) {
                int row = first + block + i;
                logSumExp[logSumExpAt + row * heads + head] = scratch[max + i];
                kernels.affine(
                        scratch[sum + i],
                        scratch,
                        out + i * columns,
                        0,
                        floats(y),
                        y.offset() + row * d + column,
                        width);
            }
        }
    }

    /**
     * With probabilities P: {@code gv = P^T gy}, {@code dP = gy v^T}, {@code dS = P (dP - D)} where D_i is the sum of P_ij
     * dP_ij over j, {@code gq = scale dS k}, {@code gk = scale dS^T q} (Dao et al. 2022, appendix B.2). Later blocks of queries
     * add to gk and gv.
     */
    private void backward(
            Tensor gy,
            Tensor gq,
            Tensor gk,
            Tensor gv,
            int first,
            int length,
            int head,
            float[] scratch,
            float[] square) {
        int scores = 0;
        int gradients = scores + longest * maxQueries;
        int keys = gradients + longest * maxQueries;
        int keyGradients = keys + longest * columns;
        int valueGradients = keyGradients + longest * columns;
        int transposed = valueGradients + longest * columns;
        int gyTransposed = transposed + width * maxQueries;
        int queries = gyTransposed + width * maxQueries;
        int gys = queries + maxQueries * columns;
        int out = gys + maxQueries * columns;
        int shift = out + maxQueries * columns;
        int sum = shift + maxQueries;
        int column = head * width;
        int at = first * d + column;
        copy(k, first, length, column, scratch, keys);
        for (int block = 0; block < length; block += QUERIES) {
            int count = Math.min(QUERIES, length - block);
            int n = padded(count);
            boolean later = block > 0;
            transpose(q, first + block, count, column, scratch, transposed, n, square);
            transpose(gy, first + block, count, column, scratch, gyTransposed, n, square);
            copy(q, first + block, count, column, scratch, queries);
            copy(gy, first + block, count, column, scratch, gys);
            Arrays.fill(scratch, shift, shift + n, 0);
            for (int i = 0; i < count; i++) {
                scratch[shift + i] = logSumExp[logSumExpAt + (first + block + i) * heads + head];
            }
            kernels.product(
                    false,
                    length,
                    n,
                    width,
                    floats(k),
                    k.offset() + at,
                    d,
                    1,
                    scratch,
                    transposed,
                    n,
                    scratch,
                    scores,
                    n);
            kernels.expOfColumns(length, n, scale, scratch, scores, scratch, shift, scratch, sum);
            kernels.product(
                    later,
                    length,
                    columns,
                    count,
                    scratch,
                    scores,
                    n,
                    1,
                    scratch,
                    gys,
                    columns,
                    scratch,
                    valueGradients,
                    columns);
            kernels.product(
                    false,
                    length,
                    n,
                    width,
                    floats(v),
                    v.offset() + at,
                    d,
                    1,
                    scratch,
                    gyTransposed,
                    n,
                    scratch,
                    gradients,
                    n);
            kernels.softmaxBackwardOfColumns(length, n, scratch, scores, scratch, gradients);
            kernels.product(
                    later,
                    length,
                    columns,
                    count,
                    scratch,
                    gradients,
                    n,
                    1,
                    scratch,
                    queries,
                    columns,
                    scratch,
                    keyGradients,
                    columns);
            kernels.product(
                    false, count, columns, length, scratch, gradients, 1, n, scratch, keys, columns, scratch, out,
                    columns);
            scaled(scale, scratch, out, gq, first + block, count, column);
        }
        scaled(scale, scratch, keyGradients, gk, first, length, column);
        scaled(1, scratch, valueGradients, gv, first, length, column);
    }

    /** Columns of a head of rows of x to {@code [count, columns]}, padded with zeros. */
    private void copy(Tensor x, int row, int count, int column, float[] to, int at) {
        float[] from = floats(x);
        for (int i = 0; i < count; i++) {
            int target = at + i * columns;
            System.arraycopy(from, x.offset() + (row + i) * d + column, to, target, width);
            Arrays.fill(to, target + width, target + columns, 0);
        }
    }

    /** The same columns to {@code [width, n]}, padded with zeros. */
    private void transpose(Tensor x, int row, int count, int column, float[] to, int at, int n, float[] square) {
        if (count < n) {
            Arrays.fill(to, at, at + width * n, 0);
        }
        kernels.interleave(floats(x), x.offset() + row * d + column, d, count, width, n, to, at, square);
    }

    /** {@code y = factor x} for x as {@link #copy} makes it. */
    private void scaled(float factor, float[] x, int xo, Tensor y, int row, int count, int column) {
        for (int i = 0; i < count; i++) {
            kernels.affine(factor, x, xo + i * columns, 0, floats(y), y.offset() + (row + i) * d + column, width);
        }
    }

    private int length(int sequence) {
        return offsets[offsetsAt + sequence + 1] - offsets[offsetsAt + sequence];
    }

    private int padded(int n) {
        return Engine.chunks(n, kernels.lanes()) * kernels.lanes();
    }

    private void clearSpareRows(float[] x, int xo, int columns) {
        Arrays.fill(x, xo, xo + offsets[offsetsAt] * columns, 0);
        Arrays.fill(x, xo + offsets[offsetsAt + sequences] * columns, xo + rows * columns, 0);
    }
}
