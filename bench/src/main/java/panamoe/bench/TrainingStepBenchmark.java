package panamoe.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;

/** Time of one training step of {@link StepModel} at {@link StepSizes#defaults}: 1024 tokens. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 3, time = 5)
public class TrainingStepBenchmark {

    private static final int BATCHES = 32;

    /** Mixtures of experts in every other layer, or a dense network in all. */
    @Param({"sparse", "dense"})
    public String feedForward;

    /** Name of the backend. */
    @Param("auto")
    public String backend;

    /** Threads of the backend. */
    @Param("2")
    public int threads;

    private Backend running;
    private StepModel model;
    private List<StepBatch> batches;
    private int step;

    /** Makes the model and the batches. */
    @Setup
    public void prepare() {
        prepare(
                switch (feedForward) {
                    case "sparse" -> StepSizes.defaults();
                    case "dense" -> StepSizes.defaults().dense();
                    default ->
                        throw new IllegalArgumentException("feedForward " + feedForward + ": expected sparse or dense");
                });
    }

    void prepare(StepSizes sizes) {
        running = Backends.create(backend, threads);
        Rng rng = new Rng(1);
        model = new StepModel(running, sizes, rng);
        batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(StepBatch.random(running, sizes, i % sizes.tasks(), rng.derive(i)));
        }
    }

    /** One step on the next batch; the loss. */
    @Benchmark
    public double step() {
        return model.step(batches.get(step++ % BATCHES));
    }

    /** Ends the backend's threads. */
    @TearDown
    public void close() {
        running.close();
    }
}
