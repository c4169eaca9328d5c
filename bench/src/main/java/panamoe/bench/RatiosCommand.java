package panamoe.bench;

import java.util.List;
import java.util.concurrent.Callable;
import panamoe.bench.step.StepMeasurement;
import panamoe.bench.step.StepRun;
import panamoe.bench.step.StepSizes;
import panamoe.tensor.Backend;
import panamoe.tensor.Check;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code panamoe bench ratios}: compares configurations of the engine with each other. */
@Command(
        name = "ratios",
        mixinStandardHelpOptions = true,
        description = {
            "Compares configurations of the engine with each other.",
            "Both sides take turns in one process. Compared are: products on several threads and on one; forward and"
                    + " backward with eight times the experts and with the given number, at eight times the batch (by default"
                    + " 64 against 8 at 8192 tokens a step); forward and backward of the sparse and of the dense model."
        })
final class RatiosCommand implements Callable<Integer> {

    private static final int MORE = 8;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds; each side has one turn in each (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            defaultValue = "0.3",
            description = "Seconds per product and round, and per sampling of the warm-up (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--steps",
            defaultValue = "3",
            description = "Steps of each model per round (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Mixin
    private StepOptions step;

    @Mixin
    private RunOptions on;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        Repeated.checkSeconds(seconds);
        Check.that(rounds >= 1, "--rounds " + rounds + ": expected at least 1");
        Check.that(steps >= 1, "--steps " + steps + ": expected at least 1");
        Check.that(step.threads() >= 2, "--threads " + step.threads() + ": expected at least 2, to compare with one");
        StepSizes sizes = step.sizes();
        StepSizes larger = sizes.withSequences(MORE * sizes.sequences());
        threads();
        steps("experts", larger.withExperts(MORE * sizes.experts()), larger);
        steps("sparse to dense", sizes, sizes.dense());
        return 0;
    }

    private void threads() {
        try (Backend one = on.create(1);
                Backend several = on.create(step.threads())) {
            GemmRun.compile(one, seconds);
            GemmRun.compile(several, seconds);
            for (GemmCase gemm : GemmCase.large()) {
                GemmRun alone = new GemmRun(one, gemm);
                GemmRun together = new GemmRun(several, gemm);
                Rounds taken = Rounds.of(
                        rounds,
                        List.of(
                                () -> Repeated.medianSeconds(alone, seconds),
                                () -> Repeated.medianSeconds(together, seconds)));
                ratio(
                        gemm.putInto(Output.row("ratio").put("what", "threads")).put("threads", step.threads()),
                        "gemm " + gemm + " on " + step.threads() + " threads against 1, times as fast",
                        taken.ratio(0, 1));
            }
        }
    }

    /** Compares the time of forward and backward of two models. */
    private void steps(String what, StepSizes sizes, StepSizes other) {
        try (StepRun run = new StepRun(on.create(step.threads()), sizes);
                StepRun against = new StepRun(on.create(step.threads()), other)) {
            run.compile(seconds);
            against.compile(seconds);
            Rounds taken = Rounds.of(
                    rounds,
                    List.of(
                            () -> StepMeasurement.of(run, 1, steps).forwardBackwardMs(),
                            () -> StepMeasurement.of(against, 1, steps).forwardBackwardMs()));
            ratio(
                    Output.row("ratio")
                            .put("what", what)
                            .put("tokens", sizes.rows())
                            .put("experts", sizes.experts())
                            .put("other_experts", other.experts())
                            .put("threads", step.threads())
                            .put("ms", taken.of(0).median())
                            .put("other_ms", taken.of(1).median()),
                    String.format(
                            "forward and backward of %d tokens, %s against %s, times as long",
                            sizes.rows(), network(sizes), network(other)),
                    taken.ratio(0, 1));
        }
    }

    private static String network(StepSizes sizes) {
        return sizes.isSparse() ? sizes.experts() + " experts" : "dense";
    }

    private void ratio(ObjectNode row, String text, Quantiles ratio) {
        output.line(
                ratio.putInto(row).put("rounds", rounds),
                "%.3f (%.3f to %.3f)  %s",
                ratio.median(),
                ratio.min(),
                ratio.max(),
                text);
    }
}
