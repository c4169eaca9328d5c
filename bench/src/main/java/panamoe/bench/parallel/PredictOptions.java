package panamoe.bench.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import panamoe.bench.StepOptions;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Check;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@link PredictCommand}. */
final class PredictOptions {

    @Mixin
    private StepOptions step;

    @Option(
            names = "--scale",
            description =
                    "default (the model of 'bench step') or large (12 layers, d 1024, ff 4096, 16 experts, 8192 tokens),"
                            + " in place of the options for sizes.")
    private Optional<Scale> scale;

    @Option(
            names = "--experts-per-process",
            description = "The model has this many experts for each process, instead of --experts in all.")
    private Optional<Integer> expertsPerProcess;

    @Option(
            names = "--step-ms",
            description = "Milliseconds of the step of one process alone. Left out: it is measured here.")
    private Optional<Double> stepMs;

    @Option(
            names = "--optimizer-ms",
            description =
                    "Milliseconds of these that the optimizer takes, which grow with the parameters (default: 0, or as measured).")
    private Optional<Double> optimizerMs;

    @Option(
            names = "--overlap",
            defaultValue = "0.6667",
            description = "The part of the forward and backward passes under which gradient sums are hidden"
                    + " (default: ${DEFAULT-VALUE}: the backward pass).")
    private double overlap;

    @Option(
            names = "--imbalance",
            defaultValue = "1",
            description =
                    "The rows that the experts of the busiest process get if the experts are divided, as a multiple of the"
                            + " mean (default: ${DEFAULT-VALUE}).")
    private double imbalance;

    @Option(
            names = "--processes",
            split = ",",
            defaultValue = "8,16,32,64,128,256",
            description = "Numbers of processes (default: ${DEFAULT-VALUE}).")
    private List<Integer> processes;

    @Option(
            names = "--gbit",
            split = ",",
            defaultValue = "25,200",
            description = "Bandwidths of the networks, in Gbit/s (default: ${DEFAULT-VALUE}).")
    private List<Double> gbit;

    @Option(
            names = "--latency",
            split = ",",
            defaultValue = "20,5",
            description = "Their latencies, in microseconds, one for each (default: ${DEFAULT-VALUE}).")
    private List<Double> latency;

    @Option(
            names = "--exchange-gbit",
            split = ",",
            description = "Their bandwidths in all-to-all (default: as --gbit).")
    private List<Double> exchangeGbit = List.of();

    @Option(
            names = "--exchange-latency",
            split = ",",
            description = "Their latencies in all-to-all (default: as --latency).")
    private List<Double> exchangeLatency = List.of();

    @Option(
            names = "--memory",
            defaultValue = "24",
            description = "Memory of a process for values, gradients and moments, in GB (default: ${DEFAULT-VALUE}).")
    private double memory;

    /** The sizes of the model and of the batch of a process. */
    StepSizes sizes() {
        Check.that(
                scale.isEmpty() || step.sizes().equals(StepSizes.defaults()),
                "--scale with other sizes: expected either --scale or the options for sizes");
        return scale.map(Scale::sizes).orElseGet(step::sizes);
    }

    /** The threads of the measured step. */
    int threads() {
        return step.threads();
    }

    /** The experts of each mixture layer with this many processes. */
    int experts(int together) {
        return expertsPerProcess.map(each -> Math.multiplyExact(each, together)).orElse(sizes().experts());
    }

    /** True if the number of experts is that of the processes times a constant. */
    boolean expertsGrow() {
        return expertsPerProcess.isPresent();
    }

    /** The step of one process alone, if it is given. */
    Optional<Compute> compute() {
        Check.that(
                stepMs.isPresent() || optimizerMs.isEmpty(),
                "--optimizer-ms without --step-ms: expected both or neither");
        // also checks the options of a step that is still to be measured
        Compute compute = compute(stepMs.orElse(1.0), optimizerMs.orElse(0.0));
        return stepMs.map(given -> compute);
    }

    /** The step of one process alone. */
    Compute compute(double ms, double ofOptimizer) {
        return new Compute(ms, ofOptimizer, overlap, imbalance);
    }

    /** The numbers of processes. */
    List<Integer> processes() {
        for (int i = 0; i < processes.size(); i++) {
            Check.that(
                    processes.get(i) > (i == 0 ? 1 : processes.get(i - 1)),
                    "--processes " + processes + ": expected numbers from 2 on, in rising order");
        }
        expertsPerProcess.ifPresent(
                each -> Check.that(each >= 1, "--experts-per-process " + each + ": expected at least 1"));
        return processes;
    }

    /** The networks. */
    List<Network> networks() {
        List<Double> exchangesGbit = exchangeGbit.isEmpty() ? gbit : exchangeGbit;
        List<Double> exchangesLatency = exchangeLatency.isEmpty() ? latency : exchangeLatency;
        List<Network> networks = new ArrayList<>();
        for (int i = 0; i < gbit.size(); i++) {
            networks.add(new Network(
                    AlphaBeta.of(of("--latency", latency, i), gbit.get(i)),
                    AlphaBeta.of(
                            of("--exchange-latency", exchangesLatency, i), of("--exchange-gbit", exchangesGbit, i))));
        }
        return networks;
    }

    private double of(String option, List<Double> values, int network) {
        Check.that(
                values.size() == gbit.size(),
                () -> option + " " + values + " with --gbit " + gbit + ": expected one for each");
        return values.get(network);
    }

    /** The memory of a process in bytes. */
    double memoryBytes() {
        Check.that(memory > 0, "--memory " + memory + ": expected above 0");
        return 1e9 * memory;
    }
}
