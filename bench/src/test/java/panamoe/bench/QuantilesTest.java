package panamoe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;

class QuantilesTest {

    @Test
    void theMedianIsInTheMiddle() {
        assertThat(Quantiles.of(5, 1, 3)).isEqualTo(new Quantiles(1, 3, 5));
        assertThat(Quantiles.of(4, 1, 3, 8)).isEqualTo(new Quantiles(1, 3.5, 8));
        assertThat(Quantiles.of(7)).isEqualTo(new Quantiles(7, 7, 7));
    }

    @Test
    void aRatioIsTakenRoundByRound() {
        Iterator<Double> ours = List.of(1.0, 2.0, 4.0).iterator();
        Iterator<Double> one = List.of(2.0, 6.0, 8.0).iterator();
        Iterator<Double> other = List.of(3.0, 5.0, 40.0).iterator();
        Rounds rounds = Rounds.of(3, Arrays.asList(ours::next, one::next, other::next))
                .withLeastOf(IntLists.immutable.of(1, 2));
        assertThat(rounds.ratio(1, 0)).isEqualTo(new Quantiles(2, 2, 3));
        assertThat(rounds.ratio(2, 0)).isEqualTo(new Quantiles(2.5, 3, 10));
        // the better peer is the first, the second, the first
        assertThat(rounds.ratio(3, 0)).isEqualTo(new Quantiles(2, 2, 2.5));
    }
}
