package panamoe.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import panamoe.bench.GemmCase;
import panamoe.bench.GemmRun;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;

/**
 * Matrix products {@code c[m, n] = op(a) op(b)} per second. The counter {@code gflop} counts 2 m k n floating-point operations for each
 * and gives GFLOP/s.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GemmBenchmark {

    /** The extents as {@code MxKxN}. */
    @Param({"256x256x256", "512x512x512", "1024x1024x1024", "640x384x1536", "640x1536x384", "640x384x384"})
    public String size;

    /** A letter for a and one for b: T if the operand is stored transposed, N if not. */
    @Param("NN")
    public String transpose;

    /** Name of the backend. */
    @Param("auto")
    public String backend;

    /** Threads of the backend. */
    @Param({"1", "2"})
    public int threads;

    private Backend running;
    private GemmRun product;
    private double gflopEach;

    /** The operations of an iteration. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Operations {
        /** Multiplications and additions, in 10^9. */
        public double gflop;
    }

    /** Makes the operands. */
    @Setup
    public void prepare() {
        if (!size.matches("[1-9]\\d*x[1-9]\\d*x[1-9]\\d*")) {
            throw new IllegalArgumentException("size " + size + ": expected MxKxN, for example 640x384x1536");
        }
        String[] extents = size.split("x");
        GemmCase gemm = new GemmCase(
                Integer.parseInt(extents[0]), Integer.parseInt(extents[1]), Integer.parseInt(extents[2]), transpose);
        gflopEach = gemm.gflop();
        running = Backends.create(backend, threads);
        product = new GemmRun(running, gemm);
    }

    /** One product. */
    @Benchmark
    public void gemm(Operations counted) {
        product.run();
        counted.gflop += gflopEach;
    }

    /** Ends the backend's threads. */
    @TearDown
    public void close() {
        running.close();
    }
}
