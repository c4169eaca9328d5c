package panamoe.tensor;

import java.util.Optional;

/**
 * Makes a backend by name; found by {@link java.util.ServiceLoader}. A provider class names no type that may be missing
 * at run time, so that it can be asked on any machine.
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
}
