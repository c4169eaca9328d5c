package panamoe.bench;

import java.util.stream.DoubleStream;
import panamoe.tensor.Check;

/** Times a short piece of work by doing it over and over. */
public final class Repeated {

    /** A sample holds so many calls that it takes about this long: far above what reading the clock takes. */
    private static final double SAMPLE_SECONDS = 1e-3;

    private static final int LEAST_SAMPLES = 3;

    /** Three samplings in a row that are no better than this times the best end the warm-up. */
    private static final double NOTABLE = 0.97;

    private Repeated() {}

    /** Refuses a duration that makes no sense. */
    public static void checkSeconds(double seconds) {
        Check.that(seconds > 0 && seconds <= 3600, "--seconds " + seconds + ": expected above 0, at most 3600");
    }

    /**
     * Works until three samplings in a row have brought nothing better: the JVM compiles what is used often.
     *
     * @param seconds of a sampling
     */
    public static void warmUp(Runnable work, double seconds) {
        double best = Double.POSITIVE_INFINITY;
        for (int idle = 0; idle < 3; idle++) {
            double now = Quantiles.of(sample(work, seconds)).min();
            if (now < NOTABLE * best) {
                idle = -1;
            }
            best = Math.min(best, now);
        }
    }

    /** Works for some seconds, at least three samples. @return seconds per call, sample by sample */
    public static double[] sample(Runnable work, double seconds) {
        double once = time(work, 1);
        int calls = (int) Math.clamp(SAMPLE_SECONDS / once, 1, 1_000_000);
        DoubleStream.Builder samples = DoubleStream.builder();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int i = 0; i < LEAST_SAMPLES || System.nanoTime() < end; i++) {
            samples.add(time(work, calls));
        }
        return samples.build().toArray();
    }

    /** The median of {@link #sample}. */
    public static double medianSeconds(Runnable work, double seconds) {
        return Quantiles.of(sample(work, seconds)).median();
    }

    private static double time(Runnable work, int calls) {
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            work.run();
        }
        // a clock that did not move counts as one tick
        return Math.max(1, System.nanoTime() - start) * 1e-9 / calls;
    }
}
