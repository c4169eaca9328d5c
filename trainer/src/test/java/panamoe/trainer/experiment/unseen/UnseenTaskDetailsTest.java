package panamoe.trainer.experiment.unseen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import panamoe.trainer.experiment.statistics.Statistics;

class UnseenTaskDetailsTest {

    private static final List<Long> SEEDS = List.of(3L, 4L);
    private static final double ROUNDING = 1e-12;

    private static UnseenTaskDetails.Target target(String name) {
        return new UnseenTaskDetails.Target(name, "accuracy", null, null);
    }

    private static UnseenTaskDetails.Cell cell(String target, GateStart start, int shots, double score) {
        return new UnseenTaskDetails.Cell(target, start, shots, Statistics.estimate(SEEDS, score, score));
    }

    @Test
    void theScoreIsTheMeanAreaOfTheScoredStart() {
        UnseenTaskDetails details = UnseenTaskDetails.of(
                SEEDS,
                GateStart.RELATED,
                List.of(target("a"), target("b")),
                List.of(
                        // the order of shots in the input does not matter
                        cell("a", GateStart.RELATED, 64, 0.8),
                        cell("a", GateStart.RELATED, 16, 0.4),
                        cell("b", GateStart.RELATED, 16, 0.2),
                        cell("b", GateStart.RELATED, 64, 0.4),
                        cell("a", GateStart.FRESH, 16, 0.3),
                        cell("a", GateStart.FRESH, 64, 0.3),
                        cell("b", GateStart.FRESH, 16, 0.1),
                        cell("b", GateStart.FRESH, 64, 0.1)));

        assertThat(details.score().mean()).isCloseTo((0.6 + 0.3) / 2, within(ROUNDING));
        assertThat(details.starts().keySet()).containsExactly("related", "fresh");
        assertThat(details.startComparisons().keySet()).containsExactly("related - fresh");
        assertThat(details.startComparisons().get("related - fresh").mean()).isCloseTo(0.25, within(ROUNDING));
    }

    @Test
    void aGateStartMustHaveEveryTarget() {
        assertThatThrownBy(() -> UnseenTaskDetails.of(
                        SEEDS,
                        GateStart.NONE,
                        List.of(target("a"), target("b")),
                        List.of(cell("a", GateStart.NONE, 16, 0.5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 of 2 targets");
    }
}
