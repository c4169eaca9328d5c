package panamoe.bench.parallel;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import panamoe.bench.Quantiles;
import panamoe.bench.step.StepModel;
import panamoe.bench.step.StepRun;
import panamoe.tensor.parallel.ProcessGroup;

/**
 * The times and memory of many steps that several processes do together: medians of a process's steps, averaged over the processes.
 *
 * @param stepMs milliseconds of a step
 * @param computeMs of these, those in which the process did not wait
 * @param waitingMs of these, those in which it waited for other processes or for data to move
 * @param sumsMs milliseconds in which the communicator's thread summed gradients, most of them while the process computed
 * @param blockingMs milliseconds of the operations that the process waits for at once: exchanges of rows, and small sums. They begin
 *     after the gradient sums before them
 * @param summedBytes bytes of gradients that a step sums
 * @param stateBytes bytes of the values, gradients and moments of a process
 * @param workspaceBytes bytes of the buffers of a process's steps
 * @param liveHeapBytes bytes that are live on the heap of a process after the last step: these, the batches, and the program
 * @param imbalance the rows that the experts of the busiest process get, as a multiple of the mean; 1 if the experts are not divided
 * @param loss the loss of the last step
 */
record ParallelMeasurement(
        double stepMs,
        double computeMs,
        double waitingMs,
        double sumsMs,
        double blockingMs,
        long summedBytes,
        double stateBytes,
        double workspaceBytes,
        double liveHeapBytes,
        double imbalance,
        double loss) {

    /** Runs warm-up steps and then measured steps. All processes call it. */
    static ParallelMeasurement of(StepRun run, ProcessGroup group, int warmup, int steps) {
        for (int i = 0; i < warmup; i++) {
            run.step();
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            group.takeTimes();
            StepModel.Timing timing = run.step();
            samples.add(new Sample(timing, group.takeTimes()));
        }
        double[] means = group.sum(
                medianMs(samples, s -> s.timing.nanos()) / group.size(),
                medianMs(samples, s -> s.timing.nanos() - s.times.waiting()) / group.size(),
                medianMs(samples, s -> s.times.waiting()) / group.size(),
                medianMs(samples, s -> s.times.moving()) / group.size(),
                medianMs(samples, s -> s.times.waiting() - s.timing.sumWaitNanos()) / group.size(),
                (double) run.model().stateBytes() / group.size(),
                (double) run.model().workspaceBytes() / group.size(),
                (double) liveNow() / group.size());
        return new ParallelMeasurement(
                means[0],
                means[1],
                means[2],
                means[3],
                means[4],
                run.model().summedBytes(),
                means[5],
                means[6],
                means[7],
                run.imbalance(),
                samples.getLast().timing.loss());
    }

    /** The times of a step in one process. */
    private record Sample(StepModel.Timing timing, ProcessGroup.Times times) {}

    private static double medianMs(List<Sample> samples, ToLongFunction<Sample> nanos) {
        return 1e-6
                * Quantiles.of(samples.stream().mapToDouble(nanos::applyAsLong).toArray())
                        .median();
    }

    /** All communication, hidden or not. */
    double communicationMs() {
        return sumsMs + blockingMs;
    }

    private static long liveNow() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
