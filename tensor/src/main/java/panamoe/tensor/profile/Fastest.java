package panamoe.tensor.profile;

/** The shortest time of a piece of work that takes some milliseconds. */
final class Fastest {

    /** The warm-up ends after three rounds in a row that take longer than this times the best one before. */
    private static final double NOTABLE = 0.97;

    private static final int LEAST_CALLS = 3;

    private Fastest() {}

    /**
     * Repeats the work until it gets no faster, so that the JVM has compiled it, and then measures it.
     *
     * @param round the duration of a round of the warm-up, in seconds
     * @param measured the duration of the measurement, in seconds
     * @return the seconds of the fastest call of the measurement
     */
    static double seconds(Runnable work, double round, double measured) {
        double best = Double.POSITIVE_INFINITY;
        for (int idle = 0; idle < 3; idle++) {
            double now = within(work, round);
            if (now < NOTABLE * best) {
                idle = -1;
            }
            best = Math.min(best, now);
        }
        return within(work, measured);
    }

    /** The seconds of the fastest call of those that some seconds allow, at least three. */
    private static double within(Runnable work, double seconds) {
        long best = Long.MAX_VALUE;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int i = 0; i < LEAST_CALLS || System.nanoTime() < end; i++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best * 1e-9;
    }
}
