package panamoe.tensor;

import java.util.Optional;

/**
 * How a backend is to run.
 *
 * @param threads worker threads, at least 1; a backend without threads ignores it
 * @param device the id of one of its {@link BackendProvider#devices}, for example {@code 0:1}; empty for its default
 * @param precision of matrix products; empty if none is asked for, which is {@link Precision#FP32} unless the backend's
 *     name has another
 */
public record BackendRequest(int threads, Optional<String> device, Optional<Precision> precision) {

    /** @throws IllegalArgumentException if threads is below 1; one line */
    public BackendRequest {
        Check.that(threads >= 1, "threads " + threads + ": expected at least 1");
    }

    /** On the default device, without a precision. */
    public static BackendRequest of(int threads) {
        return new BackendRequest(threads, Optional.empty(), Optional.empty());
    }
}
