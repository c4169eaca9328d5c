package panamoe.bench.parallel;

import panamoe.tensor.Check;

/**
 * The alpha-beta model of a network: a message of n bytes takes {@code alpha + n beta} (Hockney 1994).
 *
 * @param alpha the latency of a message, in seconds
 * @param beta the seconds of a byte; its inverse is the bandwidth
 */
record AlphaBeta(double alpha, double beta) {

    private static final double BITS = 8e-9;

    /**
     * A network of a latency and a bandwidth.
     *
     * @param latencyMicros microseconds of a message, at least 0
     * @param gbit bandwidth in 10^9 bits per second, above 0
     */
    static AlphaBeta of(double latencyMicros, double gbit) {
        Check.that(latencyMicros >= 0, "latency " + latencyMicros + " us: expected at least 0");
        Check.that(gbit > 0, "bandwidth " + gbit + " Gbit/s: expected above 0");
        return new AlphaBeta(latencyMicros * 1e-6, BITS / gbit);
    }

    /** The predicted seconds of an operation. */
    double seconds(Collective collective, int processes, double bytes) {
        return alpha * collective.messages(processes) + beta * collective.bytes(processes, bytes);
    }

    /** The latency in microseconds. */
    double micros() {
        return 1e6 * alpha;
    }

    /** The bandwidth in 10^9 bytes per second. */
    double gigabytesPerSecond() {
        return 1e-9 / beta;
    }

    /** The bandwidth in 10^9 bits per second. */
    double gbit() {
        return BITS / beta;
    }
}
