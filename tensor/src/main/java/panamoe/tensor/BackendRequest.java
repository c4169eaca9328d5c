package panamoe.tensor;

import java.util.Optional;

/**
 * How a backend is to run.
 *
 * @param threads worker threads, 1 to {@value #MOST_THREADS}; a backend without threads ignores it
 * @param device the id of one of its {@link BackendProvider#devices}, for example {@code 0:1}; empty for its default
 * @param precision of matrix products; empty if none is asked for, which is {@link Precision#FP32} unless the backend's
 *     name has another
 */
public record BackendRequest(int threads, Optional<String> device, Optional<Precision> precision) {

    /** More than any machine has cores; a thread needs memory and a place with the system. */
    public static final int MOST_THREADS = 1024;

    /** @throws IllegalArgumentException if the number of threads is out of range; one line */
    public BackendRequest {
        Check.that(
                threads >= 1 && threads <= MOST_THREADS,
                () -> "threads " + threads + ": expected 1 to " + MOST_THREADS);
    }

    /** On the default device, without a precision. */
    public static BackendRequest of(int threads) {
        return new BackendRequest(threads, Optional.empty(), Optional.empty());
    }
}
