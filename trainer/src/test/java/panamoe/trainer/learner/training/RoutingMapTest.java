package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingMapTest {

    private static final RunLabel LABEL = new RunLabel("task-gate-moe", "base", 1);

    /** The routing of one task to two experts. */
    private static RoutingMap routing(List<Double> load, double entropy, double maxOverMean, double dropped) {
        List<List<Double>> apart = List.of(List.of(1.0, 0.0), List.of(0.0, 1.0));
        return new RoutingMap(
                LABEL,
                0,
                List.of("a"),
                List.of(load),
                List.of(entropy),
                new RoutingSummary(maxOverMean, dropped, 0),
                apart);
    }

    @Test
    void routingStatisticsMustBeWithinTheirRanges() {
        List<Double> halves = List.of(0.5, 0.5);
        assertThat(routing(halves, Math.log(2), 1, 0).expertCount()).isEqualTo(2);
        assertThatThrownBy(() -> routing(List.of(0.5, 0.4), 0.6, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("routing of layer 0, task a: [0.5, 0.4]: expected one share for each of 2 experts that sum"
                        + " to 1");
        assertThatThrownBy(() -> routing(halves, 0.8, 1, 0)).hasMessageContaining("task a: entropy 0.8");
        assertThatThrownBy(() -> routing(halves, 0.6, 2.1, 0)).hasMessageContaining("max / mean 2.1: expected 0 to 2");
        assertThatThrownBy(() -> routing(halves, 0.6, 1, Double.NaN)).hasMessageContaining("dropped share NaN");
        assertThatThrownBy(() -> new RoutingMap(
                        LABEL,
                        0,
                        List.of("a"),
                        List.of(halves),
                        List.of(0.6),
                        new RoutingSummary(1, 0, 0),
                        List.of(halves)))
                .hasMessageContaining("expected 2 rows of 2");
    }
}
