package panamoe.tensor.profile;

import org.jspecify.annotations.Nullable;

/**
 * All calls of one kind of kernel in a profile.
 *
 * @param kernel the name of its method; products with their flags, {@code N} plain and {@code T} transposed
 * @param calls number of calls
 * @param seconds time of all calls
 * @param flops operations of all calls, 0 if they are not counted
 * @param bytes bytes of all calls
 * @param leastSeconds the sum of the least times that the {@link Roofline} allows; null without one
 */
public record KernelTotal(
        String kernel,
        long calls,
        double seconds,
        long flops,
        long bytes,
        @Nullable Double leastSeconds) {

    /** True for a kernel whose operations are counted. */
    public boolean isProduct() {
        return flops > 0;
    }

    /** Operations per second, in 10^9. */
    public double gflops() {
        return 1e-9 * flops / seconds;
    }

    /** Bytes per second, in 10^9. */
    public double gbs() {
        return 1e-9 * bytes / seconds;
    }

    /**
     * The least time over the time; null without a roofline. For calls of one size it is the rate over the lesser of the peak and the
     * intensity times the bandwidth.
     */
    public @Nullable Double rooflineFraction() {
        return leastSeconds == null ? null : leastSeconds / seconds;
    }
}
