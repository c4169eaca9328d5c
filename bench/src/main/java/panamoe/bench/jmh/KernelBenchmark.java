package panamoe.bench.jmh;

import java.util.concurrent.TimeUnit;
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
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** The base of the kernel benchmarks: the backend, and tensors of the sizes of {@link StepSizes#defaults}. Times are in microseconds. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class KernelBenchmark {

    static final StepSizes SIZES = StepSizes.defaults();
    static final int ROWS = SIZES.rows();
    static final int WIDTH = SIZES.width();
    static final int HIDDEN = SIZES.hidden();

    /** Name of the backend. */
    @Param("auto")
    public String backend;

    /** Threads of the backend. */
    @Param("1")
    public int threads;

    Backend running;
    private int drawn;

    /** Starts the backend and makes the tensors. */
    @Setup
    public void prepare() {
        running = Backends.create(backend, threads);
        makeTensors();
    }

    abstract void makeTensors();

    /** A tensor of random elements in [-1, 1), different at each call. */
    Tensor random(int... dims) {
        Shape shape = Shape.of(dims);
        return Tensor.of(running, shape, new Rng(++drawn).uniforms(0, shape.size(), -1, 1));
    }

    Tensor zeros(int... dims) {
        return Tensor.zeros(running, running.floatType(), Shape.of(dims));
    }

    /** {@code I32[n]} of random numbers from 0 to below {@code bound}. */
    Tensor indices(int n, int bound) {
        Rng rng = new Rng(++drawn);
        int[] values = new int[n];
        for (int i = 0; i < n; i++) {
            values[i] = rng.below(bound, 0, i);
        }
        return Tensor.ofInts(running, Shape.of(n), values);
    }

    /** {@code I32[segments + 1]}: the beginnings of segments of equal length, and the end of the last one. */
    Tensor offsets(int segments, int length) {
        int[] values = new int[segments + 1];
        for (int i = 0; i <= segments; i++) {
            values[i] = i * length;
        }
        return Tensor.ofInts(running, Shape.of(segments + 1), values);
    }

    /** Ends the backend's threads. */
    @TearDown
    public void close() {
        running.close();
    }
}
