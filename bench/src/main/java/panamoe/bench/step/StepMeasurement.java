package panamoe.bench.step;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import panamoe.bench.Quantiles;

/**
 * What many steps took.
 *
 * @param medianMs of a whole step
 * @param minMs of a whole step
 * @param forwardMs median
 * @param backwardMs median
 * @param forwardBackwardMs median of the two together
 * @param optimizerMs median, with the norm that the gradients are clipped by
 * @param allocBytesPerStep on the Java heap, by all threads, mean
 * @param loss of the last step
 */
public record StepMeasurement(
        double medianMs,
        double minMs,
        double forwardMs,
        double backwardMs,
        double forwardBackwardMs,
        double optimizerMs,
        double allocBytesPerStep,
        double loss) {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Runs steps that do not count, then steps that do. */
    public static StepMeasurement of(StepRun run, int warmup, int steps) {
        for (int i = 0; i < warmup; i++) {
            run.step();
        }
        StepModel.Timing[] timings = new StepModel.Timing[steps];
        long before = THREADS.getTotalThreadAllocatedBytes();
        for (int i = 0; i < steps; i++) {
            timings[i] = run.step();
        }
        long allocated = THREADS.getTotalThreadAllocatedBytes() - before;
        Quantiles all = millis(timings, StepModel.Timing::nanos);
        return new StepMeasurement(
                all.median(),
                all.min(),
                millis(timings, StepModel.Timing::forwardNanos).median(),
                millis(timings, StepModel.Timing::backwardNanos).median(),
                millis(timings, t -> t.forwardNanos() + t.backwardNanos()).median(),
                millis(timings, StepModel.Timing::optimizerNanos).median(),
                (double) allocated / steps,
                timings[steps - 1].loss());
    }

    private static Quantiles millis(StepModel.Timing[] timings, ToLongFunction<StepModel.Timing> nanos) {
        return Quantiles.of(Arrays.stream(timings)
                .mapToDouble(t -> 1e-6 * nanos.applyAsLong(t))
                .toArray());
    }
}
