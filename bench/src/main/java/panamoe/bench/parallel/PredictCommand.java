package panamoe.bench.parallel;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import panamoe.bench.Output;
import panamoe.bench.step.StepMeasurement;
import panamoe.bench.step.StepRun;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Backends;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

/** {@code panamoe bench predict}: predicts steps of many processes. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = {
            "Predicts training steps of many processes.",
            "Each process has its own batch. A step is the step of one process plus the communication that compute does not"
                    + " hide, by an alpha-beta model. The output states each assumption."
        })
public final class PredictCommand implements Callable<Integer> {

    private static final int WARM_UP = 20;
    private static final int STEPS = 20;

    @Mixin
    private PredictOptions options;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        StepSizes sizes = options.sizes();
        List<Integer> processes = options.processes();
        List<Network> networks = options.networks();
        double memory = options.memoryBytes();
        ModelParts model = ModelParts.of(sizes);
        Optional<Compute> given = options.compute();
        Compute compute = given.orElseGet(() -> measured(sizes));
        printModel(sizes, model, compute, given.isPresent());
        Assumptions.of(sizes, options, compute)
                .forEach(text -> output.line(Output.row("assumption").put("text", text), "- %s", text));
        for (Network network : networks) {
            printNetwork(network);
            StepPrediction prediction = new StepPrediction(sizes, model, compute, network);
            for (int together : processes) {
                print(prediction, together, options.experts(together));
            }
            printFaster(prediction, processes);
            printHiding(prediction, processes.getLast());
        }
        printLimit(model, memory, 1);
        printLimit(model, memory, processes.getLast());
        return 0;
    }

    private Compute measured(StepSizes sizes) {
        try (StepRun run = new StepRun(Backends.create("auto", options.threads()), sizes)) {
            StepMeasurement taken = StepMeasurement.of(run, WARM_UP, STEPS);
            return options.compute(taken.medianMs(), taken.optimizerMs());
        }
    }

    private void printModel(StepSizes sizes, ModelParts model, Compute compute, boolean given) {
        double parameters = model.ofProcess(sizes.experts(), 1);
        output.line(
                Output.row("model")
                        .put("layers", sizes.layers())
                        .put("d", sizes.width())
                        .put("ff", sizes.hidden())
                        .put("experts", sizes.experts())
                        .put("k", sizes.k())
                        .put("tokens", sizes.rows())
                        .put("mixtures", model.mixtures())
                        .put("parameters", parameters)
                        .put("parameters_without_experts", model.replicated(sizes.experts()))
                        .put("step_ms", compute.ms())
                        .put("optimizer_ms", compute.optimizerMs())
                        .put("step_given", given),
                "model  %.1f M parameters, %.1f M without the %d experts of each of %d mixtures; %d tokens per process;"
                        + " a step alone %.1f ms (%s), of these optimizer %.1f",
                1e-6 * parameters,
                1e-6 * model.replicated(sizes.experts()),
                sizes.experts(),
                model.mixtures(),
                sizes.rows(),
                compute.ms(),
                given ? "given" : "measured here",
                compute.optimizerMs());
    }

    private void printNetwork(Network network) {
        String exchanges = network.sums().equals(network.exchanges())
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; all-to-all %.4g Gbit/s, %.4g us",
                        network.exchanges().gbit(),
                        network.exchanges().micros());
        output.line(
                Output.row("network")
                        .put("gbit", network.sums().gbit())
                        .put("latency_us", network.sums().micros())
                        .put("exchange_gbit", network.exchanges().gbit())
                        .put("exchange_latency_us", network.exchanges().micros()),
                "%n%.4g Gbit/s, latency %.4g us%s%n%9s %8s | %26s | %26s%n%9s %8s | %10s %8s %6s | %10s %8s %6s",
                network.sums().gbit(),
                network.sums().micros(),
                exchanges,
                "",
                "",
                "data parallel",
                "expert parallel",
                "processes",
                "experts",
                "ms",
                "effic.",
                "GB",
                "ms",
                "effic.",
                "GB");
    }

    private void print(StepPrediction prediction, int processes, int experts) {
        Form data = prediction.dataParallel(processes, experts);
        Optional<Form> expert = prediction.expertParallel(processes, experts);
        ObjectNode row = Output.row("prediction").put("processes", processes).put("experts", experts);
        put(row, "data_", prediction, data);
        expert.ifPresent(form -> put(row, "expert_", prediction, form));
        output.line(
                row,
                "%9d %8d | %s | %s",
                processes,
                experts,
                text(prediction, data),
                text(prediction, expert.orElse(null)));
    }

    private static void put(ObjectNode row, String prefix, StepPrediction prediction, Form form) {
        row.put(prefix + "ms", form.ms())
                .put(prefix + "efficiency", prediction.efficiency(form))
                .put(prefix + "compute_ms", form.computeMs())
                .put(prefix + "sums_ms", form.sumsMs())
                .put(prefix + "hidden_ms", form.hiddenMs())
                .put(prefix + "exchanges_ms", form.exchangesMs())
                .put(prefix + "gb", form.gigabytes());
    }

    private static String text(StepPrediction prediction, @Nullable Form form) {
        return form == null
                ? String.format("%10s %8s %6s", "-", "-", "-")
                : String.format(
                        Locale.ROOT, "%10.1f %8.2f %6.2f", form.ms(), prediction.efficiency(form), form.gigabytes());
    }

    private void printFaster(StepPrediction prediction, List<Integer> processes) {
        Optional<Integer> from = prediction.expertParallelFasterFrom(processes, options::experts);
        output.line(
                Output.row("faster").put("expert_parallel_from", from.orElse(null)),
                "%s",
                from.map(least -> "expert parallel is faster from " + least
                                + " processes on, of those among which the experts can be divided")
                        .orElse(
                                "expert parallel is slower with the most processes among which the experts can be divided"));
    }

    /** Prints how long the passes must take to hide all gradient sums of data parallelism. */
    private void printHiding(StepPrediction prediction, int processes) {
        Form data = prediction.dataParallel(processes, options.experts(processes));
        double overlap = prediction.compute().overlap();
        if (overlap > 0) {
            output.line(
                    Output.row("hiding")
                            .put("processes", processes)
                            .put("sums_ms", data.sumsMs())
                            .put("passes_ms", data.sumsMs() / overlap),
                    "data parallel on %d processes: gradient sums take %.1f ms; passes of %.1f ms or more hide them",
                    processes,
                    data.sumsMs(),
                    data.sumsMs() / overlap);
        }
    }

    private void printLimit(ModelParts model, double memory, int processes) {
        long experts = model.expertsBeyond(memory, processes);
        String form = processes == 1 ? "data parallel" : "expert parallel on " + processes + " processes";
        output.line(
                Output.row("memory").put("form", form).put("gb", 1e-9 * memory).put("experts", experts),
                "%s: from %d experts in each mixture on, a process needs more than %.4g GB",
                form,
                experts,
                1e-9 * memory);
    }
}
