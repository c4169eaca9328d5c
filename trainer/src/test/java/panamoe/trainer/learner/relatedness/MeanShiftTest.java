package panamoe.trainer.learner.relatedness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeanShiftTest {

    private static double[] at(double degrees) {
        return new double[] {Math.cos(Math.toRadians(degrees)), Math.sin(Math.toRadians(degrees))};
    }

    private static double cosine(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1];
    }

    @Test
    void groupsComeTogetherAndStayApart() {
        double[][] directions = {at(0), at(40), at(180), at(220)};

        double[][] shifted = MeanShift.shifted(directions, new int[] {0, 1, 2, 3});

        assertThat(cosine(shifted[0], shifted[1])).isGreaterThan(cosine(directions[0], directions[1]));
        assertThat(cosine(shifted[2], shifted[3])).isGreaterThan(cosine(directions[2], directions[3]));
        assertThat(cosine(shifted[0], shifted[2])).isLessThan(-0.9);
        for (double[] direction : shifted) {
            assertThat(Math.hypot(direction[0], direction[1])).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void anUnseenTaskShiftsToTheSeenOnesAndMovesNone() {
        double[][] withoutUnseen = MeanShift.shifted(new double[][] {at(0), at(180)}, new int[] {0, 1});
        double[][] withUnseen = MeanShift.shifted(new double[][] {at(0), at(30), at(180)}, new int[] {0, 2});

        assertThat(withUnseen[0]).containsExactly(withoutUnseen[0]);
        assertThat(withUnseen[2]).containsExactly(withoutUnseen[1]);
        assertThat(cosine(withUnseen[1], withUnseen[0])).isGreaterThan(0.99);
    }
}
