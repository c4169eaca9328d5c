package panamoe.trainer.experiment.lowresource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import panamoe.trainer.experiment.statistics.Statistics;

class LowResourceDetailsTest {

    private static final List<Long> SEEDS = List.of(3L, 4L);
    private static final double ROUNDING = 1e-12;

    private static LowResourceDetails.Cell cell(int size, double first, double second) {
        return new LowResourceDetails.Cell("topic", "accuracy", size, Statistics.estimate(SEEDS, first, second));
    }

    @Test
    void theScoreIsTheMeanOverTargetsAndSizes() {
        LowResourceDetails details = new LowResourceDetails(List.of(cell(32, 0.2, 0.4), cell(128, 0.6, 0.8)));

        assertThat(details.score(SEEDS).perSeed().getFirst()).isCloseTo(0.4, within(ROUNDING));
        assertThat(details.score(SEEDS).perSeed().getLast()).isCloseTo(0.6, within(ROUNDING));
    }

    @Test
    void atLeastOneCellIsRequired() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LowResourceDetails(List.of()))
                .withMessageContaining("expected a target and a size");
    }
}
