package panamoe.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;

/** A steady training step leaves next to nothing for the garbage collector. */
class StepAllocationTest {

    private static final long LIMIT = 64 * 1024;

    /**
     * As many layers, experts and tasks as the model that is timed, so as many objects: these do not depend on the width,
     * except that a kernel must have work for two threads, which 320 rows of 64 give to most.
     */
    private static final StepSizes SIZES = new StepSizes(
            new StepSizes.Transformer(4, 64, 4, 64), new StepSizes.Mixture(8, 1), new StepSizes.Inputs(10, 32, 256, 8));

    /**
     * The scalar kernels, because those of the vector backend box their vectors until the JIT has compiled each of them.
     * The rest is plain Java, of which compiled code allocates no more than the interpreter. Other threads of the JVM
     * count as well, and so does what a step in the middle of a compilation makes: hence the least of several steps.
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
            assertThat(least).as("bytes in the leanest of 100 steps").isBetween(1L, LIMIT);
        }
    }
}
