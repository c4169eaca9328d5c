package panamoe.tensor.profile;

import java.util.Optional;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The result of a {@link Profile}.
 *
 * @param kernels the kernels, the one with the longest time first
 * @param seconds the time from the beginning to the report
 * @param ownSeconds the part of it in which the profile computed the work of calls
 * @param roofline the limits that the kernels are compared with; empty if they are not
 * @param waited true for a backend whose kernels run later: the profile waited for each of them
 */
public record ProfileReport(
        ImmutableList<KernelTotal> kernels,
        double seconds,
        double ownSeconds,
        Optional<Roofline> roofline,
        boolean waited) {

    /** The time in kernels. */
    public double kernelSeconds() {
        return kernels.sumOfDouble(KernelTotal::seconds);
    }

    /** The number of calls of all kernels. */
    public long calls() {
        return kernels.sumOfLong(KernelTotal::calls);
    }

    /** The time outside of kernels and of the profile: the tape, the data, files, the way through the wrapper. */
    public double hostSeconds() {
        return seconds - kernelSeconds() - ownSeconds;
    }
}
