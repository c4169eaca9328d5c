package panamoe.trainer.product.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import panamoe.trainer.product.training.LossCurve.Point;
import panamoe.trainer.product.training.TrainingRecords.Loss;

class LossCurveTest {

    @Test
    void fewStepsAreNotAveraged() {
        List<Loss> losses = List.of(new Loss(1, "a", 3), new Loss(2, "b", 5), new Loss(3, "a", 1));
        assertThat(LossCurve.of("a", losses, 3).points()).containsExactly(new Point(1, 3), new Point(3, 1));
        assertThat(LossCurve.of("c", losses, 3).points()).isEmpty();
    }

    /** 250 steps in 100 parts of two or three: the parts' last steps are 3, 5, 8, 10, ...; losses are the steps' numbers. */
    @Test
    void manyStepsAreAveragedInParts() {
        List<Loss> losses = IntStream.rangeClosed(1, 250)
                .mapToObj(step -> new Loss(step, "a", step))
                .toList();
        List<Point> points = LossCurve.of("a", losses, 250).points();
        assertThat(points).hasSize(100);
        assertThat(points.subList(0, 4))
                .containsExactly(new Point(3, 2), new Point(5, 4.5), new Point(8, 7), new Point(10, 9.5));
        assertThat(points.getLast()).isEqualTo(new Point(250, 249.5));
    }
}
