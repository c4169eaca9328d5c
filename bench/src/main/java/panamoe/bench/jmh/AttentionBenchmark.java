package panamoe.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import panamoe.tensor.Tensor;

/** Attention over a step's sequences. */
public class AttentionBenchmark extends KernelBenchmark {

    private Tensor q;
    private Tensor k;
    private Tensor v;
    private Tensor y;
    private Tensor logSumExp;
    private Tensor gy;
    private Tensor gq;
    private Tensor gk;
    private Tensor gv;
    private Tensor offsets;

    @Override
    void makeTensors() {
        q = random(ROWS, WIDTH);
        k = random(ROWS, WIDTH);
        v = random(ROWS, WIDTH);
        gy = random(ROWS, WIDTH);
        y = zeros(ROWS, WIDTH);
        logSumExp = zeros(ROWS, SIZES.heads());
        gq = zeros(ROWS, WIDTH);
        gk = zeros(ROWS, WIDTH);
        gv = zeros(ROWS, WIDTH);
        offsets = offsets(SIZES.sequences(), SIZES.length());
        running.attention(q, k, v, offsets, SIZES.heads(), y, logSumExp);
    }

    /** The attended values. */
    @Benchmark
    public void forward() {
        running.attention(q, k, v, offsets, SIZES.heads(), y, logSumExp);
    }

    /** The gradients of queries, keys and values. */
    @Benchmark
    public void backward() {
        running.attentionBackward(q, k, v, y, logSumExp, gy, offsets, SIZES.heads(), gq, gk, gv);
    }
}
