package panamoe.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import panamoe.tensor.Backends;
import panamoe.tornado.TornadoBackend;

/** Training steps on TornadoVM: its stand-in or, with an SDK, its first device. */
class TornadoStepTest {

    private static final StepSizes SIZES = new StepSizes(
            new StepSizes.Transformer(2, 16, 2, 32), new StepSizes.Mixture(4, 1), new StepSizes.Inputs(4, 5, 50, 3));

    /** The first step finds weights on the host and moments at 0; all later ones, of whatever task, are alike. */
    @Test
    void stepsReplayTheirPlanAndASecondRunGivesTheSameBits() {
        double[] first = losses(2);
        double[] second = losses(2);
        assertThat(second).isEqualTo(first);
    }

    private static double[] losses(int plans) {
        TornadoBackend backend = (TornadoBackend) Backends.create("tornado", 1);
        try (StepRun run = new StepRun(backend, SIZES)) {
            double[] losses = run.losses(8);
            assertThat(backend.plansMade()).as("plans made").isBetween(1, plans);
            return losses;
        }
    }
}
