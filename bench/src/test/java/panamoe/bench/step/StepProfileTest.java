package panamoe.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.profile.KernelTotal;
import panamoe.tensor.profile.Profile;

/** The calls and operations in the profile of a training step against formulas, and the step's results with and without it. */
class StepProfileTest {

    private static final int LAYERS = 4;
    private static final int D = 16;
    private static final int FF = 40;
    private static final int EXPERTS = 4;
    private static final int SEQUENCES = 3;
    private static final int LENGTH = 5;
    private static final int ROWS = SEQUENCES * LENGTH;

    private static final StepSizes SIZES = new StepSizes(
            new StepSizes.Transformer(LAYERS, D, 2, FF),
            new StepSizes.Mixture(EXPERTS, 2),
            new StepSizes.Inputs(SEQUENCES, LENGTH, 50, 3));

    /** Queries, keys, values and output of one layer: four products of the rows with {@code [D, D]}. */
    private static final long ATTENTION_PRODUCTS = 4 * 2L * ROWS * D * D;

    private static final long FEED_FORWARD = 2 * 2L * ROWS * D * FF;

    /** The head: the first row of each sequence times {@code [D, classes]}. */
    private static final long HEAD = 2L * SEQUENCES * D * StepBatch.CLASSES;

    private static Map<String, KernelTotal> profile(StepSizes sizes) {
        Profile profile = Profile.of(Backends.create("auto", 2), Optional.empty());
        try (StepRun run = new StepRun(profile.backend(), sizes)) {
            run.step();
            profile.restart();
            run.step();
            return profile.report().kernels().stream().collect(Collectors.toMap(KernelTotal::kernel, total -> total));
        }
    }

    /** Each product of the forward pass has two of its size in the backward pass: the gradients of both factors. */
    @Test
    void theDenseStep() {
        Map<String, KernelTotal> kernels = profile(SIZES.dense());
        long products = LAYERS * (ATTENTION_PRODUCTS + FEED_FORWARD);

        for (String layout : new String[] {"gemm NN", "gemm NT", "gemm TN"}) {
            assertThat(kernels.get(layout).flops()).as(layout).isEqualTo(products);
            // queries, keys and values are one product
            assertThat(kernels.get(layout).calls()).as(layout).isEqualTo(4 * LAYERS);
        }
        for (String head : new String[] {"groupedGemm NN", "groupedGemm NT", "groupedGemmWeightGradient"}) {
            assertThat(kernels.get(head).flops()).as(head).isEqualTo(HEAD);
            assertThat(kernels.get(head).calls()).as(head).isEqualTo(1);
        }
        long pairs = SEQUENCES * LENGTH * LENGTH;
        assertThat(kernels.get("attention").flops()).isEqualTo(LAYERS * 2 * 2 * pairs * D);
        assertThat(kernels.get("attentionBackward").flops()).isEqualTo(LAYERS * 5 * 2 * pairs * D);
        assertThat(kernels.get("attention").calls()).isEqualTo(LAYERS);
        assertThat(kernels.get("attentionBackward").calls()).isEqualTo(LAYERS);
        assertThat(kernels.get("biasGelu").calls()).isEqualTo(LAYERS);
        assertThat(kernels.get("biasGelu").bytes()).isEqualTo(4L * LAYERS * (2 * ROWS * FF + FF));
        assertThat(kernels.get("crossEntropy").calls()).isEqualTo(1);
        assertThat(kernels.get("adamW").calls()).isEqualTo(1);
        assertThat(kernels.get("clipFactor").calls()).isEqualTo(1);
        // the loss
        assertThat(kernels.get("read").bytes()).isEqualTo(4);
    }

    /** Every other layer has experts: two for each row, and the gate's product with {@code [D, EXPERTS]}. */
    @Test
    void theSparseStep() {
        Map<String, KernelTotal> kernels = profile(SIZES);
        long mixtures = LAYERS / 2 * (2 * FEED_FORWARD + 2L * ROWS * D * EXPERTS);

        for (String layout : new String[] {"groupedGemm NN", "groupedGemm NT", "groupedGemmWeightGradient"}) {
            assertThat(kernels.get(layout).flops()).as(layout).isEqualTo(mixtures + HEAD);
            // a mixture has a gate and two products of experts
            assertThat(kernels.get(layout).calls()).as(layout).isEqualTo(LAYERS / 2 * 3 + 1);
        }
        assertThat(kernels.get("segmentBiasGelu").calls()).isEqualTo(LAYERS / 2);
        assertThat(kernels.get("biasGelu").calls()).isEqualTo(LAYERS / 2);
        assertThat(kernels.get("topK").calls()).isEqualTo(LAYERS / 2);
    }

    @ParameterizedTest
    @CsvSource({"auto, sparse", "auto, dense", "reference, sparse", "tornado, sparse"})
    void aProfileChangesNoBitOfTheTraining(String name, String feedForward) {
        StepSizes sizes = feedForward.equals("sparse") ? SIZES : SIZES.dense();
        Backend other = Backends.create(name, 2);
        try (StepRun plain = new StepRun(Backends.create(name, 2), sizes);
                StepRun profiled =
                        new StepRun(Profile.of(other, Optional.empty()).backend(), sizes)) {
            assertThat(profiled.losses(5)).isEqualTo(plain.losses(5));
            assertThat(other.readDoubles(profiled.model().parameters().values()))
                    .isEqualTo(plain.backend()
                            .readDoubles(plain.model().parameters().values()));
        }
    }
}
