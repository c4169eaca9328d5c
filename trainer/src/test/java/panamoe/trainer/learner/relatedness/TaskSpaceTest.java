package panamoe.trainer.learner.relatedness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class TaskSpaceTest {

    private static final double ROUNDING = 1e-12;

    private static TaskVector vector(double x, double y) {
        return new TaskVector(new double[] {x, y}, null);
    }

    @Test
    void similaritiesAreCosinesAfterCentring() {
        // the mean of the seen tasks is (10, 2); centred they are (-1, 0), (1, 0)
        TaskSpace space = new TaskSpace(Lists.immutable.of(vector(9, 2), vector(11, 2)), 1);

        Similarities similarities = space.similarities(vector(13, 6));

        // (3, 4) / 5
        assertThat(similarities.values()).containsExactly(new double[] {-0.6, 0.6}, within(ROUNDING));
        assertThat(similarities.nearest()).isEqualTo(1);
        assertThat(similarities.most()).isCloseTo(0.6, within(ROUNDING));
    }

    @Test
    void descriptionsAndTextsAreWeighed() {
        TaskVector first = new TaskVector(new double[] {1, 0}, new double[] {0, 5});
        TaskVector second = new TaskVector(new double[] {-1, 0}, new double[] {0, 3});
        TaskSpace space = new TaskSpace(Lists.immutable.of(first, second), 0.25);

        // centred: description (1, 0) and texts (0, 1), so the direction is (0.25, 0.75) / |.|
        double length = Math.hypot(0.25, 0.75);
        assertThat(space.direction(first))
                .containsExactly(new double[] {0.25 / length, 0.75 / length}, within(ROUNDING));
        assertThat(space.direction(second))
                .containsExactly(new double[] {-0.25 / length, -0.75 / length}, within(ROUNDING));
    }

    @Test
    void aTaskWithoutTextsHasItsDescriptionAlone() {
        TaskVector first = new TaskVector(new double[] {1, 0}, new double[] {0, 5});
        TaskVector second = new TaskVector(new double[] {-1, 0}, new double[] {0, 3});
        TaskSpace space = new TaskSpace(Lists.immutable.of(first, second), 0.25);

        assertThat(space.direction(vector(0, 7))).containsExactly(new double[] {0, 1}, within(ROUNDING));
    }

    @Test
    void aSingleSeenTaskIsNotCentredAway() {
        TaskSpace space = new TaskSpace(Lists.immutable.of(vector(3, 4)), 1);

        assertThat(space.similarities(vector(6, 8)).values()).containsExactly(new double[] {1}, within(ROUNDING));
    }

    @Test
    void aSpaceNeedsATask() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskSpace(Lists.immutable.empty(), 1))
                .withMessage("no task is seen: expected at least one");
    }
}
