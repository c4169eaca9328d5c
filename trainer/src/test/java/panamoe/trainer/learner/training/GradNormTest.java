package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GradNormTest {

    private static final double ALPHA = 1;
    private static final double RATE = 0.1;

    private static GradNorm gradNorm(int tasks) {
        return new GradNorm(tasks, new GradNorm.Settings(ALPHA, RATE));
    }

    /** On the first losses, both ratios are 1 and both targets are the mean norm, 2. */
    @Test
    void theLargerGradientLosesWeight() {
        GradNorm rule = gradNorm(3);

        rule.update(new int[] {0, 2}, new double[] {5, 7}, new double[] {3, 1});

        // slopes 3 and -1: 1 - 0.3 and 1 + 0.1, scaled back to a sum of 2
        assertThat(rule.weight(0)).isCloseTo(0.7 * 2 / 1.8, within(1e-12));
        assertThat(rule.weight(2)).isCloseTo(1.1 * 2 / 1.8, within(1e-12));
        assertThat(rule.weight(1)).isEqualTo(1);
    }

    /** The norms are equal. The loss of task 1 fell less, so its target is higher and it gains weight. */
    @Test
    void theTaskThatTrainsSlowlyGainsWeight() {
        GradNorm rule = gradNorm(2);
        int[] both = {0, 1};
        rule.update(both, new double[] {4, 4}, new double[] {0, 0}); // sets only the first losses

        // ratios 1/4 and 3/4, over their mean 1/2 and 3/2; targets 1 and 3 of the norm 2
        rule.update(both, new double[] {1, 3}, new double[] {2, 2});

        assertThat(rule.weight(0)).isCloseTo(0.8, within(1e-12));
        assertThat(rule.weight(1)).isCloseTo(1.2, within(1e-12));
    }

    @Test
    void weightsStayPositive() {
        GradNorm rule = gradNorm(2);
        for (int step = 0; step < 100; step++) {
            rule.update(new int[] {0, 1}, new double[] {1, 1}, new double[] {100, 0.001});
        }

        assertThat(rule.weight(0)).isPositive();
        assertThat(rule.weight(0) + rule.weight(1)).isCloseTo(2, within(1e-9));
    }
}
