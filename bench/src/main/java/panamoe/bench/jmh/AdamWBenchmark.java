package panamoe.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import panamoe.tensor.Tensor;

/** The optimizer over some thirteen million parameters: 28 bytes each, and 4 for the norm. */
public class AdamWBenchmark extends KernelBenchmark {

    private static final int SEGMENTS = 100;
    private static final int PARAMETERS = SEGMENTS << 17;

    private Tensor parameters;
    private Tensor gradients;
    private Tensor m;
    private Tensor v;
    private Tensor segments;
    private Tensor settings;
    private Tensor sum;
    private Tensor clip;

    @Override
    void makeTensors() {
        parameters = random(PARAMETERS);
        gradients = random(PARAMETERS);
        m = zeros(PARAMETERS);
        v = zeros(PARAMETERS);
        segments = offsets(SEGMENTS, PARAMETERS / SEGMENTS);
        settings = zeros(SEGMENTS, 5);
        running.fill(1, settings);
        sum = zeros();
        clip = zeros();
        norm();
    }

    /** The clip factor by the gradients' norm. */
    @Benchmark
    public void norm() {
        running.sumSquares(gradients, sum);
        running.clipFactor(sum, 1, clip);
    }

    /** AdamW with clipping. */
    @Benchmark
    public void update() {
        running.adamW(parameters, gradients, m, v, segments, settings, clip, 0.9, 0.999, 1e-8);
    }
}
