package panamoe.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;

/** Tests that a training step allocates almost nothing on the Java heap after the first steps. */
class StepAllocationTest {

    private static final long LIMIT = 64 * 1024;

    /**
     * As many layers, experts and tasks as the model of the benchmarks, and so as many objects. Their number does not depend on the hidden
     * size, as long as the kernels have work for two threads. With 320 rows of 64 most kernels have it.
     */
    private static final StepSizes SIZES = new StepSizes(
            new StepSizes.Transformer(4, 64, 4, 64), new StepSizes.Mixture(8, 1), new StepSizes.Inputs(10, 32, 256, 8));

    /**
     * Uses the scalar kernels, because the vector kernels allocate their vectors until the JIT has compiled them. The other code is plain
     * Java, which allocates no more when compiled than when interpreted. The count includes other threads of the JVM, and allocations
     * during a compilation, so the least of several steps is taken.
     */
    @ParameterizedTest
    @ValueSource(strings = {"sparse", "dense"})
    void aSteadyStepAllocatesAtMost64KiBOnAllThreads(String feedForward) {
        StepSizes sizes = feedForward.equals("sparse") ? SIZES : SIZES.dense();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Backend backend = Backends.create("scalar", 2)) {
            Rng rng = new Rng(3);
            StepModel model = new StepModel(backend, sizes, rng);
            StepBatch batch = StepBatch.random(backend, sizes, 1, rng.derive(1));
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 100 && least > LIMIT; i++) {
                long before = threads.getTotalThreadAllocatedBytes();
                model.step(batch);
                least = Math.min(least, threads.getTotalThreadAllocatedBytes() - before);
            }
            assertThat(least).as("least bytes of 100 steps").isBetween(1L, LIMIT);
        }
    }
}
