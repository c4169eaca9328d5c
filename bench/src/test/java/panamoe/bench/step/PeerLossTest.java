package panamoe.bench.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import panamoe.tensor.Backends;

/**
 * Tests that the step is that of the peers. From the same weights and with the same batches, ten steps must give the losses of PyTorch
 * 2.13.0. These are the {@code peer_losses} of PyTorch that this command printed:
 *
 * <pre>
 * ./panamoe bench peers --part step --layers 2 --d 16 --heads 2 --ff 32 --experts 4 --batch 4 --seq 5 --vocab 50 --tasks 3 --json
 * </pre>
 *
 * If the random numbers of {@link StepRun} or the initial weights change, the losses must be recorded again.
 */
class PeerLossTest {

    /** The losses are near 1. After ten updates the rounding errors were 3e-7. */
    private static final double TOLERANCE = 1e-5;

    private static final StepSizes SIZES = new StepSizes(
            new StepSizes.Transformer(2, 16, 2, 32), new StepSizes.Mixture(4, 1), new StepSizes.Inputs(4, 5, 50, 3));

    private static final double[] TOP_1 = {
        1.1453602314, 1.1510217190, 1.0966578722, 1.1178998947, 1.1124069691,
        1.1022089720, 1.1452013254, 1.0627310276, 1.0885673761, 1.1117566824
    };
    private static final double[] TOP_2 = {
        1.1454143524, 1.1507008076, 1.0965459347, 1.1176809072, 1.1124216318,
        1.1019992828, 1.1452919245, 1.0625678301, 1.0884641409, 1.1117441654
    };
    private static final double[] DENSE = {
        1.1275572777, 1.1246688366, 1.0780898333, 1.1029798985, 1.1143280268,
        1.0922186375, 1.1460206509, 1.0554456711, 1.0773271322, 1.1153818369
    };

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("models")
    void tenLossesEqualThoseOfPyTorch(String backend, String name, StepSizes sizes, double[] expected) {
        try (StepRun run = new StepRun(Backends.create(backend, 2), sizes)) {
            assertThat(run.losses(expected.length)).containsExactly(expected, within(TOLERANCE));
        }
    }

    static Stream<Arguments> models() {
        return Stream.of("auto", "reference", "tornado")
                .flatMap(backend -> Stream.of(
                        Arguments.of(backend, "top 1", SIZES, TOP_1),
                        Arguments.of(backend, "top 2", SIZES.withK(2), TOP_2),
                        Arguments.of(backend, "dense", SIZES.dense(), DENSE)));
    }
}
