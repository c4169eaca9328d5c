package panamoe.trainer.mpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PartsTest {

    private static void assertRefused(String message, int elements, int... counts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Parts.of("sendCounts", counts, 3, elements))
                .withMessageContaining(message);
    }

    @Test
    void partsFollowEachOther() {
        int[] counts = {2, 0, 3};
        Parts parts = Parts.of("sendCounts", counts, 3, 5);
        counts[0] = 9;

        assertThat(parts.counts()).containsExactly(2, 0, 3);
        assertThat(parts.offsets()).containsExactly(0, 2, 2);
        assertThat(Parts.of("sendCounts", new int[3], 3, 0).offsets()).containsExactly(0, 0, 0);
    }

    @Test
    void countsThatDoNotFitAreRefused() {
        assertRefused("2 sendCounts: expected one for each of the 3 processes", 3, 1, 2);
        assertRefused("sendCounts has -1 for process 1", 3, 4, -1, 0);
        assertRefused("the sendCounts add up to 6, and the buffer has 5 elements", 5, 1, 2, 3);
        assertRefused("the sendCounts add up to 4, and the buffer has 5 elements", 5, 1, 0, 3);
        int most = Integer.MAX_VALUE;
        assertRefused("add up to 6442450941", most, most, most, most);
    }
}
