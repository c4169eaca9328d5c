package panamoe.bench.step;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import panamoe.bench.Quantiles;

/**
 * The times and memory of many steps.
 *
 * @param medianMs median of a step, in milliseconds
 * @param minMs fastest step, in milliseconds
 * @param forwardMs median of the forward pass, in milliseconds
 * @param backwardMs median of the backward pass, in milliseconds
 * @param forwardBackwardMs median of both passes together, in milliseconds
 * @param optimizerMs median of AdamW and the gradient norm, in milliseconds
 * @param allocBytesPerStep mean of the bytes that all threads allocate on the Java heap in a step
 * @param loss the loss of the last step
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

    /** Runs warm-up steps and then measured steps. */
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
