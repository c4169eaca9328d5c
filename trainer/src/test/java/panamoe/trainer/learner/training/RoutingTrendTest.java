package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutingTrendTest {

    private static final RunLabel LABEL = new RunLabel("m", "base", 1);

    private static RoutingTrend.Point point(int step, List<List<Double>> load, Double... entropy) {
        return new RoutingTrend.Point(step, load, Arrays.asList(entropy), new RoutingSummary(1, 0, 0));
    }

    @Test
    void aTrendHasALoadPerTaskAndIncreasingSteps() {
        RoutingTrend.Point first = point(5, List.of(List.of(), List.of(0.5, 0.5)), null, Math.log(2));
        RoutingTrend.Point second = point(6, List.of(List.of(1.0, 0.0), List.of()), 0.0, null);
        List<String> tasks = List.of("a", "b");
        RoutingTrend trend = new RoutingTrend(LABEL, 0, tasks, List.of(first, second));
        assertThat(trend.points().getFirst().expertCount()).isEqualTo(2);
        assertThatThrownBy(() -> new RoutingTrend(LABEL, 0, tasks, List.of(second, first)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("routing at step 5 after step 6: expected increasing steps");
        assertThatThrownBy(() -> new RoutingTrend(LABEL, 0, List.of("a"), List.of(first)))
                .hasMessageContaining("2 loads for the tasks [a]");
        assertThatThrownBy(() -> point(5, List.of(List.of()), 0.0))
                .hasMessageContaining("expected both, or an empty load and null");
        assertThatThrownBy(() -> point(5, List.of(List.of(0.5, 0.4)), 0.6)).hasMessageContaining("sum to 1");
    }
}
