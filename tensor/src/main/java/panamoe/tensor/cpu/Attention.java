package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;
import static panamoe.tensor.cpu.Engine.ints;

import java.util.Arrays;
import panamoe.tensor.Tensor;

/**
 * One call of packed attention. A chunk of work is one head of one sequence; its scores are made for a block of queries
 * at a time, so scratch grows with the sequence's length only, and the products run on the packed GEMM.
 */
final class Attention {

    /** Queries whose scores are held at a time. */
    private static final int QUERIES = 120;

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
    }

    void forward() {
        clearSpareRows(floats(y), y.offset(), d);
        clearSpareRows(logSumExp, logSumExpAt, heads);
        forEachBlock(this::forward);
    }

    void backward(Tensor gy, Tensor gq, Tensor gk, Tensor gv) {
        for (Tensor gradient : new Tensor[] {gq, gk, gv}) {
            clearSpareRows(floats(gradient), gradient.offset(), d);
        }
        forEachBlock((head, first, length, block, count, scores) ->
                backward(gy, gq, gk, gv, head, first, length, block, count, scores));
    }

    /** The queries {@code block..block + count - 1} of one head of the sequence at rows {@code first..first + length - 1}. */
    @FunctionalInterface
    private interface Block {
        void accept(int head, int first, int length, int block, int count, float[] scores);
    }

    private void forEachBlock(Block body) {
        engine.parallel().run(sequences * heads, job -> {
            int sequence = job / heads;
            int first = offsets[offsetsAt + sequence];
            int length = offsets[offsetsAt + sequence + 1] - first;
            float[] scores = engine.scratch().take(2 * Math.min(QUERIES, length) * length);
            for (int block = 0; block < length; block += QUERIES) {
                body.accept(job % heads, first, length, first + block, Math.min(QUERIES, length - block), scores);
            }
            engine.scratch().give(scores);
        });
    }

    private void forward(int head, int first, int length, int block, int count, float[] scores) {
        int column = head * width;
        times(count, length, width, q, block, column, k, first, column, scores, 0);
        for (int i = 0; i < count; i++) {
            int row = i * length;
            float max = scale * kernels.max(scores, row, length);
            float sum = kernels.expShifted(scale, scores, row, max, scores, row, length);
            kernels.affine(1 / sum, scores, row, 0, scores, row, length);
            logSumExp[logSumExpAt + (block + i) * heads + head] = max + (float) Math.log(sum);
        }
        weighted(count, width, length, scores, 0, false, v, first, column, 0, y, block, column);
    }

    /**
     * With probabilities P and D_i = gy_i y_i (Dao et al. 2022, appendix B.2): {@code gv = P^T gy}, {@code dS = P (gy v^T -
     * D)}, {@code gq = scale dS k}, {@code gk = scale dS^T q}. Later blocks of queries add to gk and gv.
     */
    private void backward(
            Tensor gy,
            Tensor gq,
            Tensor gk,
            Tensor gv,
            int head,
            int first,
            int length,
            int block,
            int count,
            float[] scores) {
        int column = head * width;
        int gradients = count * length;
        float beta = block == first ? 0 : 1;
        times(count, length, width, q, block, column, k, first, column, scores, 0);
        for (int i = 0; i < count; i++) {
            float shift = logSumExp[logSumExpAt + (block + i) * heads + head];
            kernels.expShifted(scale, scores, i * length, shift, scores, i * length, length);
        }
        weighted(length, width, count, scores, 0, true, gy, block, column, beta, gv, first, column);
        times(count, length, width, gy, block, column, v, first, column, scores, gradients);
        for (int i = 0; i < count; i++) {
            int at = (block + i) * d + column;
            float dot = kernels.dot(floats(gy), gy.offset() + at, floats(y), y.offset() + at, width);
            int g = gradients + i * length;
            kernels.softmaxBackward(scale, scores, i * length, scores, g, dot, scores, g, length);
        }
        weighted(count, width, length, scores, gradients, false, k, first, column, 0, gq, block, column);
        weighted(length, width, count, scores, gradients, true, q, block, column, beta, gk, first, column);
    }

    /** {@code scores[m, n] = a b^T}, a and b being rows and columns of tensors. */
    private void times(
            int m,
            int n,
            int depth,
            Tensor a,
            int aRow,
            int aColumn,
            Tensor b,
            int bRow,
            int bColumn,
            float[] scores,
            int at) {
        engine.gemm()
                .runSerial(new Product(
                        m,
                        n,
                        depth,
                        1,
                        floats(a),
                        at(a, aRow, aColumn),
                        d,
                        false,
                        floats(b),
                        at(b, bRow, bColumn),
                        d,
                        true,
                        0,
                        scores,
                        at,
                        n));
    }

    /** {@code c[m, n] = op(scores) b + beta c}, b and c being rows and columns of tensors. */
    private void weighted(
            int m,
            int n,
            int depth,
            float[] scores,
            int at,
            boolean trans,
            Tensor b,
            int bRow,
            int bColumn,
            float beta,
            Tensor c,
            int cRow,
            int cColumn) {
        engine.gemm()
                .runSerial(new Product(
                        m,
                        n,
                        depth,
                        1,
                        scores,
                        at,
                        trans ? m : depth,
                        trans,
                        floats(b),
                        at(b, bRow, bColumn),
                        d,
                        false,
                        beta,
                        floats(c),
                        at(c, cRow, cColumn),
                        d));
    }

    private int at(Tensor t, int row, int column) {
        return t.offset() + row * d + column;
    }

    private void clearSpareRows(float[] x, int xo, int columns) {
        Arrays.fill(x, xo, xo + offsets[offsetsAt] * columns, 0);
        Arrays.fill(x, xo + offsets[offsetsAt + sequences] * columns, xo + rows * columns, 0);
    }
}
