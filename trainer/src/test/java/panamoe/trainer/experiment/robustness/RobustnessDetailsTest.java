package panamoe.trainer.experiment.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import panamoe.trainer.experiment.robustness.RobustnessDetails.Form;
import panamoe.trainer.experiment.robustness.RobustnessDetails.OldTask;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Statistics;

class RobustnessDetailsTest {

    private static final List<Long> SEEDS = List.of(3L, 4L);
    private static final double ROUNDING = 1e-12;

    private static OldTask task(String name, Estimate before, Estimate after) {
        return OldTask.of(SEEDS, name, "accuracy", before, after);
    }

    private static Estimate of(double first, double second) {
        return Statistics.estimate(SEEDS, first, second);
    }

    @Test
    void theScoreIsTheMeanChangeOfTheSequentialForm() {
        Form sequential = Form.of(
                SEEDS,
                List.of(task("a", of(0.9, 0.8), of(0.7, 0.8)), task("b", of(0.5, 0.5), of(0.5, 0.4))),
                List.of());
        Form joint = Form.of(SEEDS, List.of(task("a", of(0.5, 0.5), of(0.6, 0.6))), List.of());
        RobustnessDetails details = new RobustnessDetails(sequential, joint);

        assertThat(details.score().perSeed().getFirst()).isCloseTo(-0.1, within(ROUNDING));
        assertThat(details.score().perSeed().getLast()).isCloseTo(-0.05, within(ROUNDING));
        assertThat(sequential.worstChange().perSeed().getFirst()).isCloseTo(-0.2, within(ROUNDING));
        assertThat(joint.meanChange().mean()).isCloseTo(0.1, within(ROUNDING));
    }

    @Test
    void theJointFormGivesTheScoreIfOnlyItWasRun() {
        Form joint = Form.of(SEEDS, List.of(task("a", of(0.5, 0.5), of(0.6, 0.6))), List.of());

        assertThat(new RobustnessDetails(null, joint).score().mean()).isCloseTo(0.1, within(ROUNDING));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RobustnessDetails(null, null))
                .withMessageContaining("expected sequential, joint or both");
    }
}
