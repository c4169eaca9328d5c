package panamoe.trainer.product.adding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import panamoe.trainer.product.adding.RelatednessRanking.Measured;

class RelatednessRankingTest {

    /** The order by probe is c, a, b; by routing b, a, c; by features a, and b and c share a place. */
    @Test
    void theMeanPlaceOfTheThreeMeasuresDecides() {
        List<Relatedness> ranking = RelatednessRanking.of(List.of(
                new Measured("a", 0.2, 0.5, 0.9), new Measured("b", -0.1, 0.7, 0.8), new Measured("c", 0.3, 0.4, 0.8)));

        assertThat(ranking).extracting(Relatedness::task).containsExactly("a", "c", "b");
        assertThat(ranking.get(0).place()).isCloseTo((2 + 2 + 1) / 3.0, within(1e-12));
        assertThat(ranking.get(1).place()).isCloseTo((1 + 3 + 2.5) / 3, within(1e-12));
        assertThat(ranking.get(2).place()).isCloseTo((3 + 1 + 2.5) / 3, within(1e-12));
    }

    @Test
    void equalPlacesAreOrderedByProbeAndThenAsGiven() {
        assertThat(RelatednessRanking.of(List.of(
                        new Measured("a", 0.1, 0.9, null),
                        new Measured("b", 0.3, 0.7, null),
                        new Measured("c", 0.2, 0.8, null))))
                .extracting(Relatedness::task)
                .containsExactly("b", "c", "a");
        assertThat(RelatednessRanking.of(List.of(new Measured("a", 0.1, 0.1, 0.1), new Measured("b", 0.1, 0.1, 0.1))))
                .extracting(Relatedness::task)
                .containsExactly("a", "b");
    }

    /** A measure of some tasks only cannot rank all of them. */
    @Test
    void aMeasureThatIsMissingForATaskIsLeftOut() {
        List<Relatedness> ranking = RelatednessRanking.of(List.of(
                new Measured("a", 0.1, 0.9, 0.9), new Measured("b", 0.3, null, 0.2), new Measured("c", 0.2, 0.1, 0.8)));
        assertThat(ranking).extracting(Relatedness::place).containsExactly(2.0, 2.0, 2.0);
        assertThat(ranking).extracting(Relatedness::task).containsExactly("b", "c", "a");
    }
}
