package panamoe.bench.jmh;

import org.openjdk.jmh.annotations.Benchmark;
import panamoe.tensor.Backend;
import panamoe.tensor.Tensor;

/** The optimizer on about 13 million parameters. It moves 28 bytes per parameter, and 4 for the norm. */
public class AdamWBenchmark extends KernelBenchmark {

    private static final int SEGMENTS = 100;
    private static final int PARAMETERS = SEGMENTS << 17;

    private Backend.AdamWBuffers flat;
    private Backend.AdamWSegments segments;
    private Tensor clip;

    @Override
    void makeTensors() {
        flat = new Backend.AdamWBuffers(random(PARAMETERS), random(PARAMETERS), zeros(PARAMETERS), zeros(PARAMETERS));
        segments = new Backend.AdamWSegments(offsets(SEGMENTS, PARAMETERS / SEGMENTS), zeros(SEGMENTS, 5));
        running.fill(1, segments.settings());
        clip = zeros();
        norm();
    }

    /** The clip factor from the norm of the gradients. */
    @Benchmark
    public void norm() {
        running.clipFactor(flat.gradients(), 1, clip);
    }

    /** The update of AdamW, with clipping. */
    @Benchmark
    public void update() {
        running.adamW(flat, segments, clip, 0.9, 0.999, 1e-8);
    }
}
