package panamoe.trainer.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void theEndsOfTheDataMapToTheEndsOfTheDrawing() {
        Scale scale = new Scale(-1, 3, 100, 20);
        assertThat(scale.at(-1)).isEqualTo(100);
        assertThat(scale.at(3)).isEqualTo(20);
        assertThat(scale.at(1)).isCloseTo(60, within(1e-12));
    }

    @Test
    void ticksAreRoundAndInside() {
        Scale scale = new Scale(-0.031, 0.117, 0, 1);
        List<Double> ticks = scale.ticks(4);
        assertThat(ticks.stream().map(tick -> scale.label(tick, 4))).containsExactly("0.00", "0.05", "0.10");
    }

    @Test
    void labelsHaveTheDecimalsOfTheStep() {
        Scale wide = new Scale(0, 1000, 0, 1);
        assertThat(wide.ticks(5).stream().map(tick -> wide.label(tick, 5)))
                .containsExactly("0", "200", "400", "600", "800", "1000");
        Scale below = new Scale(-0.2, 0, 0, 1);
        assertThat(below.ticks(2).stream().map(tick -> below.label(tick, 2))).containsExactly("−0.2", "−0.1", "0.0");
    }

    @Test
    void equalValuesGiveAScaleOfTheLeastSpan() {
        Scale scale = Scale.showing(List.of(0.5, 0.5), 0.1, 0, 100);
        assertThat(scale.at(0.5)).isCloseTo(50, within(1e-9));
        assertThat(scale.high() - scale.low()).isGreaterThanOrEqualTo(0.1);
    }
}
