package panamoe.bench.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import panamoe.tensor.Rng;

/** Fits to times that are made from a known alpha and beta. */
class AlphaBetaFitTest {

    private static final double ALPHA = 20e-6;
    private static final double BETA = 1 / 3e9;

    private static List<CollectiveTime> times(Collective collective, int processes, DoubleUnaryOperator disturbed) {
        List<CollectiveTime> times = new ArrayList<>();
        for (int bytes = 8; bytes <= 1 << 25; bytes *= 4) {
            double seconds = new AlphaBeta(ALPHA, BETA).seconds(collective, processes, bytes);
            times.add(new CollectiveTime(collective, processes, bytes, 5, disturbed.applyAsDouble(seconds)));
        }
        return times;
    }

    /** The formulas of Thakur et al. at numbers that are computed by hand. */
    @Test
    void theCostsAreThoseOfThePaper() {
        AlphaBeta network = new AlphaBeta(1, 1000);
        // 2 log2(8) = 6 messages and 2 * 7/8 * 16 = 28 bytes
        assertThat(network.seconds(Collective.ALL_REDUCE, 8, 16)).isCloseTo(6 + 28_000, offset(1e-9));
        // 7 messages and 7/8 * 16 = 14 bytes
        assertThat(network.seconds(Collective.ALL_TO_ALL, 8, 16)).isCloseTo(7 + 14_000, offset(1e-9));
        // 25 Gbit/s are 3.125 GB/s
        assertThat(AlphaBeta.of(20, 25).beta()).isCloseTo(1 / 3.125e9, offset(1e-20));
        assertThat(AlphaBeta.of(20, 25).alpha()).isCloseTo(20e-6, offset(1e-15));
    }

    @ParameterizedTest
    @EnumSource
    void exactTimesGiveAlphaAndBetaBack(Collective collective) {
        AlphaBetaFit fit = AlphaBetaFit.of(times(collective, 4, seconds -> seconds));

        assertThat(fit.model().alpha()).isCloseTo(ALPHA, withPercentage(1e-6));
        assertThat(fit.model().beta()).isCloseTo(BETA, withPercentage(1e-6));
        assertThat(fit.largestError()).isLessThan(1e-9);
    }

    @ParameterizedTest
    @EnumSource
    void noiseGivesAnErrorOfItsSize(Collective collective) {
        long seed = 3;
        Rng rng = new Rng(seed);
        double noise = 0.1;
        int[] next = {0};
        AlphaBetaFit fit = AlphaBetaFit.of(times(
                collective, 4, seconds -> seconds * (1 + noise * (2 * rng.uniform(0, next[0]++) - 1))));

        assertThat(fit.model().alpha()).as("seed %d", seed).isCloseTo(ALPHA, withPercentage(100 * noise));
        assertThat(fit.model().beta()).as("seed %d", seed).isCloseTo(BETA, withPercentage(100 * noise));
        // noise that is even in [-0.1, 0.1] has a mean size of 0.05; the fit takes up a part of it
        assertThat(fit.meanError()).as("seed %d", seed).isBetween(0.02, 0.07);
        assertThat(fit.largestError()).as("seed %d", seed).isBetween(0.05, 0.2);
    }

    @Test
    void timesOfAnotherFormHaveALargeError() {
        // beyond 1 MB each byte takes five times as long, as beyond a cache
        AlphaBetaFit fit =
                AlphaBetaFit.of(times(Collective.ALL_REDUCE, 2, s -> s < 1e6 * BETA ? s : 5 * s - 4e6 * BETA));

        assertThat(fit.largestError()).isGreaterThan(0.3);
        CollectiveTime largest = fit.times().getLast();
        assertThat(fit.relativeError(largest)).isEqualTo(fit.seconds(largest) / largest.seconds() - 1);
    }

    @Test
    void oneSizeIsRefused() {
        List<CollectiveTime> one = times(Collective.ALL_REDUCE, 2, s -> s).subList(0, 1);
        assertThatThrownBy(() -> AlphaBetaFit.of(one))
                .hasMessage("a fit to 1 times: expected times of at least 2 sizes");
    }
}
