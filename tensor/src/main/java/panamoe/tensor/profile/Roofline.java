package panamoe.tensor.profile;

import java.util.Optional;
import panamoe.tensor.Backend;

/**
 * The limits of the processor in the roofline model (Williams et al. 2009): work takes at least as long as its operations
 * at the peak, and at least as long as its bytes at the memory bandwidth.
 *
 * @param gflops the {@linkplain FmaPeak peak}, in GFLOP/s
 * @param gbs the best {@link Bandwidth}, in GB/s
 */
public record Roofline(double gflops, double gbs) {

    /** Heap that the measurement of the bandwidth needs: three arrays of 256 MB, in regions of the collector's choice. */
    private static final long HEAP_BYTES = 1_200_000_000;

    /** Measures both limits on a number of threads, in some five seconds. Needs 1.2 GB of heap. */
    public static Roofline measure(int threads) {
        return new Roofline(FmaPeak.gflops(threads), Bandwidth.measure(threads).best());
    }

    /** Why {@link #measure} cannot give the limits of a backend, in one line; empty if it can. */
    public static Optional<String> unavailable(Backend backend) {
        if (backend.vectorBits() == 0) {
            return Optional.of("it is measured for backend vector only, not for " + backend.name());
        }
        long heap = Runtime.getRuntime().maxMemory();
        return heap < HEAP_BYTES
                ? Optional.of("its measurement needs 1.2 GB of heap, and there are " + heap / 1_000_000
                        + " MB; set JAVA_OPTS=-Xmx2g or more")
                : Optional.empty();
    }

    /** The least time of a piece of work, in seconds. */
    public double leastSeconds(KernelWork work) {
        return 1e-9 * Math.max(work.flops() / gflops, work.bytes() / gbs);
    }
}
