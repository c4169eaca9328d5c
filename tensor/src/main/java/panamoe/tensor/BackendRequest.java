package panamoe.tensor;

import java.util.Optional;

/**
 * The settings with which a backend starts.
 *
 * @param threads worker threads, 1 to {@value #MOST_THREADS}; a backend without threads ignores it
 * @param device the id of one of its {@link BackendProvider#devices}, for example {@code 0:1}; empty for its default
 * @param precision of matrix products; if empty, the precision in the backend's name, else {@link Precision#FP32}
 */
public record BackendRequest(int threads, Optional<String> device, Optional<Precision> precision) {

    /** The largest number of threads, far above common core counts: each thread costs memory. */
    public static final int MOST_THREADS = 1024;

    /** @throws IllegalArgumentException if the number of threads is out of range; one line */
    public BackendRequest {
        Check.that(
                threads >= 1 && threads <= MOST_THREADS,
                () -> "threads " + threads + ": expected 1 to " + MOST_THREADS);
    }

    /** A request for the default device and precision. */
    public static BackendRequest of(int threads) {
        return new BackendRequest(threads, Optional.empty(), Optional.empty());
    }
}
