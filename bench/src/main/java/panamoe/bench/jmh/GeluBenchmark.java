package panamoe.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import panamoe.tensor.Tensor;

/** GELU with the inner size of a feed-forward network. */
public class GeluBenchmark extends KernelBenchmark {

    private Tensor x;
    private Tensor y;
    private Tensor gy;
    private Tensor gx;

    @Override
    void makeTensors() {
        x = random(ROWS, HIDDEN);
        y = zeros(ROWS, HIDDEN);
        gy = random(ROWS, HIDDEN);
        gx = zeros(ROWS, HIDDEN);
    }

    /** The activations. */
    @Benchmark
    public void forward() {
        running.gelu(x, y);
    }

    /** The gradient of the input. */
    @Benchmark
    public void backward() {
        running.geluBackward(x, gy, gx);
    }
}
