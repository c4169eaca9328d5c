package panamoe.autograd.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void warmsUpAndDecays() {
        Schedule schedule = new Schedule.WarmupLinear(4, 12);
        double[] factors = IntStream.range(0, 14).mapToDouble(schedule::factor).toArray();
        assertThat(factors)
                .containsExactly(
                        new double[] {0.25, 0.5, 0.75, 1, 1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0, 0},
                        within(1e-15));
    }

    @Test
    void mayHaveNoWarmupOrOnlyWarmup() {
        assertThat(new Schedule.WarmupLinear(0, 2).factor(0)).isEqualTo(1);
        assertThat(new Schedule.WarmupLinear(2, 2).factor(1)).isEqualTo(1);
        assertThat(new Schedule.WarmupLinear(2, 2).factor(2)).isEqualTo(0);
        assertThat(new Schedule.Constant().factor(1_000_000)).isEqualTo(1);
        assertThatThrownBy(() -> new Schedule.WarmupLinear(3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 warm-up steps");
    }
}
