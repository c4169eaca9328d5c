package panamoe.bench.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Parameter;
import panamoe.bench.step.StepNetwork;
import panamoe.bench.step.StepSizes;

/** Predictions at numbers that are computed by hand. */
class StepPredictionTest {

    private static final int EXPERTS = 8;

    /** One mixture; 250 rows of 250 floats, 250 kB of rows. */
    private static final StepSizes SIZES = new StepSizes(
            new StepSizes.Transformer(2, 250, 2, 500),
            new StepSizes.Mixture(EXPERTS, 1),
            new StepSizes.Inputs(25, 10, 50, 1));

    /** 4 MB of replicated parameters for 8 experts, and 40 MB of experts. */
    private static final ModelParts MODEL = new ModelParts(600_000, 50_000, 1_250_000, 1);

    /** A latency of 1 ms and 1 GB/s, so that a megabyte takes a millisecond. */
    private static final AlphaBeta SLOW = new AlphaBeta(1e-3, 1e-9);

    private static StepPrediction of(Compute compute) {
        return new StepPrediction(SIZES, MODEL, compute, new Network(SLOW, SLOW));
    }

    @Test
    void dataParallelSumsAllGradients() {
        Form form = of(new Compute(100, 0, 0.25, 1)).dataParallel(4, EXPERTS);

        // 44 MB in 11 calls of up to 4 MiB, each 2 log2(4) = 4 messages; 2 * 3/4 of the bytes move
        assertThat(form.sumsMs()).isCloseTo(11 * 4 + 66, offset(1e-9));
        assertThat(form.hiddenMs()).isCloseTo(25, offset(1e-9));
        // the shares of 8 experts and the loss: 4 messages each, and 1.5 * (32 + 8) bytes
        assertThat(form.exchangesMs()).isCloseTo(8 + 60e-6, offset(1e-9));
        assertThat(form.ms()).isCloseTo(100 + 110 - 25 + 8 + 60e-6, offset(1e-9));
        // 11 million parameters of 16 bytes
        assertThat(form.gigabytes()).isCloseTo(0.176, offset(1e-12));
    }

    @Test
    void expertParallelExchangesRowsAndSumsTheOthers() {
        Form form = of(new Compute(100, 0, 0.25, 1)).expertParallel(4, EXPERTS).orElseThrow();

        // 4 MB in one call
        assertThat(form.sumsMs()).isCloseTo(4 + 6, offset(1e-9));
        assertThat(form.hiddenMs()).isCloseTo(10, offset(1e-9));
        // four exchanges of 250 kB and one of 8 ints: 3 messages each, 3/4 of the bytes; the small sums and that of the
        // norm
        double exchanges = 4 * (3 + 0.1875) + 3 + 0.75 * 32e-6;
        assertThat(form.exchangesMs()).isCloseTo(exchanges + 12 + 72e-6, offset(1e-9));
        assertThat(form.ms()).isCloseTo(100 + exchanges + 12 + 72e-6, offset(1e-9));
        // 1 million parameters and a quarter of 10 million
        assertThat(form.gigabytes()).isCloseTo(0.056, offset(1e-12));
    }

    @Test
    void theOptimizerGrowsWithTheParameters() {
        StepPrediction prediction = of(new Compute(111, 11, 0, 1));
        assertThat(prediction.dataParallel(2, EXPERTS).computeMs()).isCloseTo(111, offset(1e-9));
        // twice the experts: 1.4 and 20 million parameters
        assertThat(prediction.dataParallel(2, 2 * EXPERTS).computeMs()).isCloseTo(121.4, offset(1e-9));
        assertThat(prediction.expertParallel(2, EXPERTS).orElseThrow().computeMs())
                .isCloseTo(106, offset(1e-9));
    }

    @Test
    void theBusiestProcessIsWaitedFor() {
        Form even = of(new Compute(100, 0, 0, 1)).expertParallel(4, EXPERTS).orElseThrow();
        StepPrediction uneven = of(new Compute(100, 0, 0, 1.5));

        // operations per row: attention 2 (8 * 250^2 + 4 * 250 * 10) = 1,020,000, scores 2 * 250 * 8 = 4,000, two
        // networks of 500,000
        double part = 500_000.0 / (1_020_000 + 4_000 + 1_000_000);
        assertThat(SIZES.expertPart()).isCloseTo(part, offset(1e-12));
        assertThat(uneven.expertParallel(4, EXPERTS).orElseThrow().ms())
                .isCloseTo(even.ms() + 0.5 * 100 * part, offset(1e-9));
        assertThat(uneven.dataParallel(4, EXPERTS).computeMs()).isEqualTo(100);
    }

    @Test
    void efficiencyIsTheStepAloneToTheStepTogether() {
        StepPrediction prediction = of(new Compute(100, 0, 0, 1));
        assertThat(prediction.efficiency(new Form(100, 40, 0, 60, 1))).isCloseTo(0.5, offset(1e-12));
    }

    @Test
    void expertsThatCannotBeDividedHaveNoForm() {
        assertThat(of(new Compute(100, 0, 0, 1)).expertParallel(16, EXPERTS)).isEmpty();
    }

    @Test
    void expertParallelismIsFasterFromTheNumberOnAfterWhichItStaysFaster() {
        // 60 ms hide the sums of data parallel on 2 processes (11 * 2 + 44 = 66 ms) but for 6 ms, so the exchanges cost
        // more there
        StepPrediction prediction = of(new Compute(100, 0, 0.6, 1));
        assertThat(prediction.expertParallelFasterFrom(List.of(2, 4, 8), p -> EXPERTS))
                .isEqualTo(Optional.of(4));
        // with fast exchanges it is faster at once; with slow ones never
        assertThat(withExchanges(new AlphaBeta(0, 1e-12)).expertParallelFasterFrom(List.of(2, 4), p -> EXPERTS))
                .isEqualTo(Optional.of(2));
        assertThat(withExchanges(new AlphaBeta(1, 1e-9)).expertParallelFasterFrom(List.of(2, 4, 16), p -> EXPERTS))
                .isEmpty();
    }

    private static StepPrediction withExchanges(AlphaBeta exchanges) {
        return new StepPrediction(SIZES, MODEL, new Compute(100, 0, 0.6, 1), new Network(SLOW, exchanges));
    }

    @Test
    void theMemoryLimitsTheExperts() {
        // 16 bytes * (600,000 + 1,300,000 E) <= 24 GB for E <= 1153.38
        assertThat(MODEL.expertsBeyond(24e9, 1)).isEqualTo(1154);
        // with a quarter of the experts: 16 * (600,000 + 362,500 E), E <= 4136.27
        assertThat(MODEL.expertsBeyond(24e9, 4)).isEqualTo(4137);
    }

    /** The oracle is the list of parameters of a model with 8 experts. */
    @Test
    void thePartsAddUpToTheModel() {
        StepSizes sizes = StepSizes.defaults();
        long all = new StepNetwork(sizes)
                .parameters()
                .list()
                .sumOfLong((Parameter p) -> p.shape().size());

        ModelParts parts = ModelParts.of(sizes);

        assertThat(parts.ofProcess(sizes.experts(), 1)).isEqualTo(all);
        assertThat(parts.mixtures()).isEqualTo(2);
        // two weights and two biases, in two mixtures
        assertThat(parts.expert()).isEqualTo(2 * (2 * 256 * 1024 + 256 + 1024));
        // a column and a bias for each of 8 tasks
        assertThat(parts.gatesOfExpert()).isEqualTo(2 * 8 * (256 + 1));
    }
}
