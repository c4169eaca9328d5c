package panamoe.tensor;

import java.util.Optional;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Creates one kind of backend; {@link java.util.ServiceLoader} finds the providers. A provider class refers to no type
 * that may be missing at run time, so it loads on any machine.
 */
public interface BackendProvider {

    /** The name by which users choose the backend. */
    String name();

    /** Why the backend cannot run here, in one line with what to do; empty if it can. */
    Optional<String> unavailable();

    /**
     * Starts the backend.
     *
     * @param threads worker threads, at least 1; a backend without threads ignores it
     */
    Backend create(int threads);

    /** The devices to choose from, one line each that begins with the device's id; empty if there is no choice. */
    default ImmutableList<String> devices() {
        return Lists.immutable.empty();
    }

    /**
     * Starts the backend with the requested threads, device and precision.
     *
     * @throws IllegalArgumentException if the backend has no such device or no devices to choose from, or does not
     *     support the precision; one line
     */
    default Backend create(BackendRequest request) {
        request.device().ifPresent(device -> {
            throw new IllegalArgumentException("device " + device + ": backend " + name()
                    + " has no devices to choose from; leave the device out or choose backend tornado");
        });
        request.precision().filter(precision -> precision != Precision.FP32).ifPresent(precision -> {
            throw new IllegalArgumentException("precision " + precision.label() + ": backend " + name()
                    + " computes in fp32 alone; leave the precision out or choose backend tornado on a CUDA device");
        });
        return create(request.threads());
    }
}
