package panamoe.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import panamoe.tensor.Tensor;

/** Attention over the sequences of a step. */
public class AttentionBenchmark extends KernelBenchmark {

    private Tensor qkv;
    private Tensor y;
    private Tensor normalizers;
    private Tensor gy;
    private Tensor gqkv;
    private Tensor offsets;

    @Override
    void makeTensors() {
        qkv = random(ROWS, 3 * WIDTH);
        gy = random(ROWS, WIDTH);
        y = zeros(ROWS, WIDTH);
        normalizers = zeros(ROWS, 2 * SIZES.heads());
        gqkv = zeros(ROWS, 3 * WIDTH);
        offsets = offsets(SIZES.sequences(), SIZES.length());
        running.attention(qkv, offsets, SIZES.heads(), y, normalizers);
    }

    /** The weighted sums of the values. */
    @Benchmark
    public void forward() {
        running.attention(qkv, offsets, SIZES.heads(), y, normalizers);
    }

    /** The gradients of queries, keys and values. */
    @Benchmark
    public void backward() {
        running.attentionBackward(qkv, normalizers, gy, offsets, SIZES.heads(), gqkv);
    }
}
