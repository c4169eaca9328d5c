package panamoe.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Plain Java allocates no more when compiled than when interpreted, so a step of the scalar kernels is steady at once. */
    @ParameterizedTest
    @ValueSource(strings = {"sparse", "dense"})
    void aSteadyStepAllocatesAtMost64KiBOnAllThreads(String feedForward) {
        assertThat(least("scalar", feedForward, 100))
                .as("least bytes of 100 steps")
                .isBetween(1L, LIMIT);
    }

    /**
     * Vector kernels allocate their vectors until the JIT has compiled them, and for ever if a vector does not stay in a register. What
     * they do depends on all that a JVM has run before, so each case has its own, with vectors of up to that many bytes.
     */
    @ParameterizedTest
    @CsvSource({"sparse, 64", "dense, 64", "sparse, 32", "dense, 32"})
    void vectorsStayInRegisters(String feedForward, int bytes) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-XX:MaxVectorSize=" + bytes,
                        "-cp",
                        System.getProperty("java.class.path"),
                        StepAllocationTest.class.getName(),
                        feedForward))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor()).isZero();
        assertThat(Long.parseLong(output)).as("least bytes of 3000 steps").isBetween(1L, LIMIT);
    }

    /** Prints the result of {@link #least} for the vector kernels. */
    public static void main(String[] args) {
        System.out.println(least("vector", args[0], 3000));
    }

    /**
     * The least bytes that a step allocated on all threads; it ends at the first step within the limit. The count includes other threads of
     * the JVM, and allocations during a compilation, so no single step is representative.
     */
    private static long least(String kernels, String feedForward, int steps) {
        StepSizes sizes = feedForward.equals("sparse") ? SIZES : SIZES.dense();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Backend backend = Backends.create(kernels, 2)) {
            Rng rng = new Rng(3);
            StepModel model = new StepModel(backend, sizes, rng);
            StepBatch batch = StepBatch.random(backend, sizes, 1, rng.derive(1));
            long least = Long.MAX_VALUE;
            for (int i = 0; i < steps && least > LIMIT; i++) {
                long before = threads.getTotalThreadAllocatedBytes();
                model.step(batch);
                least = Math.min(least, threads.getTotalThreadAllocatedBytes() - before);
            }
            return least;
        }
    }
}
