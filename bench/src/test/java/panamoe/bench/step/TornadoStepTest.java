package panamoe.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import panamoe.tensor.Backends;
import panamoe.tornado.TornadoBackend;

/** Training steps on TornadoVM: on its stand-in or, with an SDK, on the first device. */
class TornadoStepTest {

    private static final StepSizes SIZES = new StepSizes(
            new StepSizes.Transformer(2, 16, 2, 32), new StepSizes.Mixture(4, 1), new StepSizes.Inputs(4, 5, 50, 3));

    /** The first step starts with weights on the host and moments of 0. All later steps are alike, whatever their task. */
    @Test
    void laterStepsReuseAPlanAndASecondRunGivesTheSameBits() {
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
