package panamoe.bench.parallel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import panamoe.bench.Output;
import panamoe.bench.Repeated;
import panamoe.tensor.Check;
import panamoe.tensor.parallel.Communicator;
import panamoe.trainer.cli.Parallel;
import panamoe.trainer.cli.Processes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mpirun -n 2 ./panamoe bench comm}: measures collective operations and fits an alpha-beta model to them. */
@Command(
        name = "comm",
        mixinStandardHelpOptions = true,
        description = {
            "Measures collective operations of several processes.",
            "Start it with mpirun. Sizes are bytes of a process, from 8 on in factors of 4; a time is the median of the calls. An"
                    + " alpha-beta model is fitted to all sizes of an operation: one latency and one bandwidth."
        })
public final class CommCommand implements Callable<Integer>, Parallel {

    private static final int LEAST_BYTES = 8;
    private static final int FACTOR = 4;
    private static final int LARGEST = 1 << 28;

    @Option(
            names = "--most",
            defaultValue = "67108864",
            description = "The largest size, in bytes (default: ${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "--seconds",
            defaultValue = "1",
            description = "Seconds per operation and size (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Mixin
    private Output output;

    @Override
    public Integer call() throws IOException {
        Repeated.checkSeconds(seconds);
        Check.that(
                most >= LEAST_BYTES * FACTOR && most <= LARGEST,
                "--most " + most + ": expected " + LEAST_BYTES * FACTOR + " to " + LARGEST);
        Processes processes = Processes.join();
        return processes.run(group -> {
            Communicator communicator = processes
                    .communicator()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "comm in one process: expected several, as in mpirun -n 2 ./panamoe bench comm"));
            // on the thread that sums gradients, so that no call waits for another thread
            group.finish(List.of(communicator.later(() -> measure(communicator))));
            return 0;
        });
    }

    private void measure(Communicator communicator) {
        boolean prints = communicator.rank() == 0;
        if (prints) {
            output.line(
                    Output.row("library").put("library", communicator.library()).put("processes", communicator.size()),
                    "%s, %d processes",
                    communicator.library(),
                    communicator.size());
        }
        CollectiveTimer timer = new CollectiveTimer(communicator, seconds);
        for (Collective collective : Collective.values()) {
            // so that the JVM has compiled it
            timer.measure(collective, LEAST_BYTES);
            List<CollectiveTime> times = new ArrayList<>();
            for (int bytes : sizes()) {
                times.add(timer.measure(collective, bytes));
            }
            if (prints) {
                print(AlphaBetaFit.of(times));
            }
        }
    }

    private List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>();
        for (long bytes = LEAST_BYTES; bytes < most; bytes *= FACTOR) {
            sizes.add((int) bytes);
        }
        sizes.add(most);
        return sizes;
    }

    private void print(AlphaBetaFit fit) {
        for (CollectiveTime time : fit.times()) {
            output.line(
                    Output.row("collective")
                            .put("operation", time.collective().label())
                            .put("processes", time.processes())
                            .put("bytes", time.bytes())
                            .put("calls", time.calls())
                            .put("us", 1e6 * time.seconds())
                            .put("model_us", 1e6 * fit.seconds(time))
                            .put("relative_error", fit.relativeError(time)),
                    "%s  %10d bytes  %11.1f us  model %11.1f us  error %+5.0f %%  (%d calls)",
                    time.collective().label(),
                    time.bytes(),
                    1e6 * time.seconds(),
                    1e6 * fit.seconds(time),
                    100 * fit.relativeError(time),
                    time.calls());
        }
        CollectiveTime first = fit.times().getFirst();
        output.line(
                Output.row("fit")
                        .put("operation", first.collective().label())
                        .put("processes", first.processes())
                        .put("alpha_us", fit.model().micros())
                        .put("beta_gbs", fit.model().gigabytesPerSecond())
                        .put("beta_gbit", fit.model().gbit())
                        .put("mean_relative_error", fit.meanError())
                        .put("largest_relative_error", fit.largestError()),
                "%s  fit: alpha %.2f us, beta %.3f GB/s (%.2f Gbit/s); relative error: mean %.0f %%, largest %.0f %%",
                first.collective().label(),
                fit.model().micros(),
                fit.model().gigabytesPerSecond(),
                fit.model().gbit(),
                100 * fit.meanError(),
                100 * fit.largestError());
    }
}
