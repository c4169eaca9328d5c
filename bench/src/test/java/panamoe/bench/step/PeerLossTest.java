package panamoe.bench.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The step is the peers' step: from the same weights and on the same batches, ten steps give the losses that PyTorch
 * 2.13.0 gave. They are the {@code peer_losses} that this command printed, PyTorch's rows:
 *
 * <pre>
 * ./panamoe bench peers --part step --layers 2 --d 16 --heads 2 --ff 32 --experts 4 --batch 4 --seq 5 --vocab 50 --tasks 3 --json
 * </pre>
 *
 * A change of {@link StepRun}'s random numbers or of the initial weights asks for new ones.
 */
class PeerLossTest {

    /** Losses near 1 in floats; ten updates had grown their rounding to 3e-7. */
    private static final double TOLERANCE = 1e-5;

    private static final StepSizes SIZES = new StepSizes(2, 16, 2, 32, 4, 1, 4, 5, 50, 3);

    private static final double[] TOP_1 = {
        1.1171196699, 1.1256824732, 1.1186610460, 1.0822021961, 1.1449151039,
        1.0796450377, 1.0435614586, 1.1445200443, 1.0974026918, 1.1192901134
    };
    private static final double[] TOP_2 = {
        1.1171458960, 1.1252727509, 1.1180443764, 1.0820499659, 1.1450144053,
        1.0795427561, 1.0436244011, 1.1451473236, 1.0975043774, 1.1195043325
    };
    private static final double[] DENSE = {
        1.1086230278, 1.1199626923, 1.1207362413, 1.0873224735, 1.1287834644,
        1.0573867559, 1.0515946150, 1.1193116903, 1.0862623453, 1.0835803747
    };

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("models")
    void tenLossesArePyTorchs(String backend, String name, StepSizes sizes, double[] expected) {
        try (StepRun run = new StepRun(backend, 2, sizes)) {
            assertThat(run.losses(expected.length)).containsExactly(expected, within(TOLERANCE));
        }
    }

    static Stream<Arguments> models() {
        return Stream.of("auto", "reference")
                .flatMap(backend -> Stream.of(
                        Arguments.of(backend, "top 1", SIZES, TOP_1),
                        Arguments.of(backend, "top 2", SIZES.withK(2), TOP_2),
                        Arguments.of(backend, "dense", SIZES.dense(), DENSE)));
    }
}
