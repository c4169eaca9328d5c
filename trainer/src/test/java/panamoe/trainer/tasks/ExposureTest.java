package panamoe.trainer.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExposureTest {

    @Test
    void aLowResourceTaskGetsItsShareOfAllSteps() {
        // one of 12 tasks: n = (11 * 20 + n) / 10, so n = 24.4, rounded up
        int[] wishes = new int[12];
        Arrays.fill(wishes, 20);
        boolean[] low = new boolean[12];
        low[3] = true;

        int[] steps = Exposure.withFloor(wishes, low, 0.1);

        assertThat(steps[3]).isEqualTo(25);
        steps[3] = 20;
        assertThat(steps).containsExactly(wishes);
    }

    @Test
    void everyLowResourceTaskKeepsItsShareWhenAnotherIsRaised() {
        int[] steps = Exposure.withFloor(new int[] {100, 100, 1, 1}, new boolean[] {false, false, true, true}, 0.1);

        int total = Arrays.stream(steps).sum();
        assertThat(steps[2]).isGreaterThanOrEqualTo((int) Math.ceil(0.1 * total));
        assertThat(steps[3]).isGreaterThanOrEqualTo((int) Math.ceil(0.1 * total));
        // 200 + 2 n = 10 n
        assertThat(steps).containsExactly(100, 100, 25, 25);
    }

    @Test
    void stepsAboveTheFloorAreKept() {
        assertThat(Exposure.withFloor(new int[] {20, 40}, new boolean[] {false, true}, 0.1))
                .containsExactly(20, 40);
    }

    @Test
    void impossibleSharesAreRefused() {
        assertThatThrownBy(() -> Exposure.withFloor(new int[] {1, 1}, new boolean[] {true, true}, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 tasks");
        assertThatThrownBy(() -> new Exposure(0, "topic", new int[0], 3)).hasMessageContaining("topic");
    }
}
