package panamoe.bench.jmh;

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
import panamoe.bench.step.StepModel;
import panamoe.bench.step.StepRun;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Backends;

/** Time of one training step of {@link StepModel} with {@link StepSizes#defaults}: 1024 tokens. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 3, time = 5)
public class TrainingStepBenchmark {

    /** {@code sparse}: a mixture of experts in every other layer; {@code dense}: a dense feed-forward network in every layer. */
    @Param({"sparse", "dense"})
    public String feedForward;

    /** Name of the backend. */
    @Param("auto")
    public String backend;

    /** Threads of the backend. */
    @Param("" + StepRun.THREADS)
    public int threads;

    private StepRun run;

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
        run = new StepRun(Backends.create(backend, threads), sizes);
    }

    /** One step on the next batch. @return the loss */
    @Benchmark
    public double step() {
        return run.step().loss();
    }

    /** Ends the backend's threads. */
    @TearDown
    public void close() {
        run.close();
    }
}
