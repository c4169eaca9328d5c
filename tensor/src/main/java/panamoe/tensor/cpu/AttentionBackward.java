package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;

import java.util.Arrays;
import panamoe.tensor.Tensor;

/**
 * One call of the gradients of packed attention. With probabilities P: {@code gv = P^T gy}, {@code dP = gy v^T}, {@code
 * dS = P (dP - D)} where D_i is the sum of P_ij dP_ij over j, {@code gq = scale dS k}, {@code gk = scale dS^T q} (Dao
 * et al. 2022, appendix B.2). P is recomputed from the scores and their normalizers; each block of queries after the
 * first adds to gk and gv.
 */
final class AttentionBackward {

    private final KernelSet kernels;
    private final PackedHeads heads;
    private final Tensor qkv;
    private final Tensor normalizers;
    private final Tensor gy;
    private final Tensor gqkv;
    private final int columns;
    private final float scale;

    // offsets of a head's matrices in scratch
    private final int scores;
    private final int scoreGradients;
    private final int keys;
    private final int keyGradients;
    private final int valueGradients;
    private final int queries;
    private final int queriesT;
    private final int queryGradients;
    private final int gys;
    private final int gysT;
    private final int max;
    private final int log;
    private final int sum;
    private final int scratchSize;

    AttentionBackward(
            Engine engine, Tensor qkv, Tensor normalizers, Tensor gy, Tensor offsets, int heads, Tensor gqkv) {
        this.kernels = engine.kernels();
        this.heads = new PackedHeads(engine, qkv, offsets, heads);
        this.qkv = qkv;
        this.normalizers = normalizers;
        this.gy = gy;
        this.gqkv = gqkv;
        this.columns = this.heads.columns();
        this.scale = (float) (1 / Math.sqrt(this.heads.width()));
        int width = this.heads.width();
        int longest = this.heads.longest();
        int most = this.heads.queries();
        scores = 0;
        scoreGradients = scores + longest * most;
        keys = scoreGradients + longest * most;
        keyGradients = keys + longest * columns;
        valueGradients = keyGradients + longest * columns;
        queries = valueGradients + longest * columns;
        queriesT = queries + most * columns;
        queryGradients = queriesT + width * most;
        gys = queryGradients + most * columns;
        gysT = gys + most * columns;
        max = gysT + width * most;
        log = max + most;
        sum = log + most;
        scratchSize = sum + most;
    }

    void run() {
        heads.clearSpareRows(gqkv);
        heads.forEachBlock(
                scratchSize,
                new Tensor[] {qkv, gy},
                this::load,
                this::score,
                this::exponentiate,
                this::differentiate,
                this::store);
    }

    private void load(int first, int length, int block, int count, int head, float[] scratch, float[] square) {
        if (block == 0) {
            heads.copy(qkv, first, length, heads.key(head), scratch, keys);
        }
        int row = first + block;
        heads.copy(qkv, row, count, heads.query(head), scratch, queries);
        heads.copy(gy, row, count, heads.out(head), scratch, gys);
        heads.transpose(qkv, row, count, heads.query(head), scratch, queriesT, square);
        heads.transpose(gy, row, count, heads.out(head), scratch, gysT, square);
        float[] kept = floats(normalizers);
        for (int i = 0; i < count; i++) {
            scratch[max + i] = kept[heads.at(normalizers, row + i, head)];
            scratch[log + i] = kept[heads.at(normalizers, row + i, heads.heads() + head)];
        }
        Arrays.fill(scratch, max + count, max + heads.padded(count), 0);
        Arrays.fill(scratch, log + count, log + heads.padded(count), 0);
    }

    /** Computes the scores and {@code dP}, transposed. */
    private void score(int first, int length, int block, int count, int head, float[] scratch, float[] square) {
        int n = heads.padded(count);
        int width = heads.width();
        kernels.product(false, length, n, width, scratch, keys, columns, 1, scratch, queriesT, n, scratch, scores, n);
        kernels.product(
                false,
                length,
                n,
                width,
                floats(qkv),
                heads.at(qkv, first, heads.value(head)),
                3 * heads.d(),
                1,
                scratch,
                gysT,
                n,
                scratch,
                scoreGradients,
                n);
    }

    private void exponentiate(int first, int length, int block, int count, int head, float[] scratch, float[] square) {
        int n = heads.padded(count);
        kernels.expOfColumns(length, n, scale, scratch, scores, scratch, max, scratch, log, scratch, sum);
    }

    private void differentiate(int first, int length, int block, int count, int head, float[] scratch, float[] square) {
        int n = heads.padded(count);
        boolean later = block > 0;
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
        kernels.softmaxBackwardOfColumns(length, n, scratch, scores, scratch, scoreGradients);
        kernels.product(
                later,
                length,
                columns,
                count,
                scratch,
                scoreGradients,
                n,
                1,
                scratch,
                queries,
                columns,
                scratch,
                keyGradients,
                columns);
        kernels.product(
                false,
                count,
                columns,
                length,
                scratch,
                scoreGradients,
                1,
                n,
                scratch,
                keys,
                columns,
                scratch,
                queryGradients,
                columns);
    }

    private void store(int first, int length, int block, int count, int head, float[] scratch, float[] square) {
        heads.store(scale, scratch, queryGradients, gqkv, first + block, count, heads.query(head));
        if (block + count == length) {
            heads.store(scale, scratch, keyGradients, gqkv, first, length, heads.key(head));
            heads.store(1, scratch, valueGradients, gqkv, first, length, heads.value(head));
        }
    }
}
