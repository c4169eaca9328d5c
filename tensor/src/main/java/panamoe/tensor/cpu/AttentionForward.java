package panamoe.tensor.cpu;

import static panamoe.tensor.cpu.Engine.floats;

import java.util.Arrays;
import panamoe.tensor.Tensor;

/** One call of packed attention; see {@link AttentionLoops} for the layout of the scores. */
final class AttentionForward {

    private final KernelSet kernels;
    private final PackedHeads heads;
    private final Tensor qkv;
    private final Tensor y;
    private final Tensor normalizers;
    private final int columns;
    private final float scale;

    // offsets of a head's matrices in scratch
    private final int scores;
    private final int values;
    private final int queriesT;
    private final int out;
    private final int max;
    private final int log;
    private final int sum;
    private final int scratchSize;

    AttentionForward(Engine engine, Tensor qkv, Tensor offsets, int heads, Tensor y, Tensor normalizers) {
        this.kernels = engine.kernels();
        this.heads = new PackedHeads(engine, qkv, offsets, heads);
        this.qkv = qkv;
        this.y = y;
        this.normalizers = normalizers;
        this.columns = this.heads.columns();
        this.scale = (float) (1 / Math.sqrt(this.heads.width()));
        int keys = this.heads.longest();
        int queries = this.heads.queries();
        scores = 0;
        values = scores + keys * queries;
        queriesT = values + keys * columns;
        out = queriesT + this.heads.width() * queries;
        max = out + queries * columns;
        log = max + queries;
        sum = log + queries;
        scratchSize = sum + queries;
    }

    void run() {
        heads.clearSpareRows(y);
        heads.clearSpareRows(normalizers);
        heads.forEachBlock(
                scratchSize, new Tensor[] {qkv}, this::load, this::score, this::softmax, this::invertSums, this::store);
    }

    private void load(int first, int length, int block, int count, int head, float[] scratch, float[] square) {
        if (block == 0) {
            heads.copy(qkv, first, length, heads.value(head), scratch, values);
        }
        heads.transpose(qkv, first + block, count, heads.query(head), scratch, queriesT, square);
    }

    private void score(int first, int length, int block, int count, int head, float[] scratch, float[] square) {
        int n = heads.padded(count);
        kernels.product(
                false,
                length,
                n,
                heads.width(),
                floats(qkv),
                heads.at(qkv, first, heads.key(head)),
                3 * heads.d(),
                1,
                scratch,
                queriesT,
                n,
                scratch,
                scores,
                n);
    }

    private void softmax(int first, int length, int block, int count, int head, float[] scratch, float[] square) {
        int n = heads.padded(count);
        kernels.maxOfColumns(length, n, scratch, scores, scratch, max);
        Arrays.fill(scratch, log, log + n, 0);
        kernels.expOfColumns(length, n, scale, scratch, scores, scratch, max, scratch, log, scratch, sum);
    }

    /** A separate step, because together with the exponential it would exceed C2's node budget. */
    private void invertSums(int first, int length, int block, int count, int head, float[] scratch, float[] square) {
        kernels.logAndInvert(heads.padded(count), scratch, sum, scratch, log);
    }

    private void store(int first, int length, int block, int count, int head, float[] scratch, float[] square) {
        int n = heads.padded(count);
        kernels.product(
                false, count, columns, length, scratch, scores, 1, n, scratch, values, columns, scratch, out, columns);
        float[] kept = floats(normalizers);
        for (int i = 0; i < count; i++) {
            int row = first + block + i;
            kept[heads.at(normalizers, row, head)] = scratch[max + i];
            kept[heads.at(normalizers, row, heads.heads() + head)] = scratch[log + i];
            heads.store(scratch[sum + i], scratch, out + i * columns, y, row, 1, heads.out(head));
        }
    }
}
