package panamoe.bench;

import java.util.stream.DoubleStream;
import panamoe.tensor.Check;

/** Times a short piece of work by repeating it. */
public final class Repeated {

    /** The approximate duration of a sample. It is far longer than reading the clock takes. */
    private static final double SAMPLE_SECONDS = 1e-3;

    private static final int LEAST_SAMPLES = 3;

    /** The warm-up ends after three samplings in a row that take longer than this times the best one before. */
    private static final double NOTABLE = 0.97;

    private Repeated() {}

    /** @throws IllegalArgumentException unless the duration is above 0 and at most 3600 s */
    public static void checkSeconds(double seconds) {
        Check.that(seconds > 0 && seconds <= 3600, "--seconds " + seconds + ": expected above 0, at most 3600");
    }

    /**
     * Repeats the work until three samplings in a row are no faster, so that the JVM has compiled it.
     *
     * @param seconds the duration of a sampling
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

    /** Repeats the work for some seconds, and for at least three samples. @return the seconds per call of each sample */
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
