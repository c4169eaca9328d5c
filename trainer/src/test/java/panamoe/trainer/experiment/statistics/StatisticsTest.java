package panamoe.trainer.experiment.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    private static final List<Long> THREE = List.of(1L, 2L, 3L);
    /** The published numbers have seven decimals. */
    private static final double PRINTED = 5e-8;

    private static final double ROUNDING = 1e-12;

    /**
     * Student's example (The probable error of a mean, 1908): additional hours of sleep of ten patients with two drugs.
     * R 4: {@code t.test(extra ~ group, data = sleep, paired = TRUE)} prints a mean difference of -1.58 and the interval
     * -2.4598858 to -0.7001142 for the first minus the second.
     */
    @Test
    void thePairedIntervalOfStudentsSleepDataIsThePublishedOne() {
        List<Long> patients = LongStream.rangeClosed(1, 10).boxed().toList();
        Estimate first = Statistics.estimate(patients, 0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0);
        Estimate second = Statistics.estimate(patients, 1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4);
        Estimate difference = Statistics.paired(patients, first, second);
        assertThat(difference.mean()).isCloseTo(-1.58, within(ROUNDING));
        assertThat(difference.ci95().low()).isCloseTo(-2.4598858, within(PRINTED));
        assertThat(difference.ci95().high()).isCloseTo(-0.7001142, within(PRINTED));
        assertThat(difference.reason()).isNull();
    }

    /** By hand: 1, 2, 3 has mean 2 and deviation 1; t(.975; 2) = 4.302652730 from published tables. */
    @Test
    void theIntervalOfThreeSeedsUsesStudentsTWithTwoDegreesOfFreedom() {
        Estimate estimate = Statistics.estimate(THREE, 1, 2, 3);
        double half = 4.302652730 / Math.sqrt(3);
        assertThat(estimate.mean()).isEqualTo(2);
        assertThat(estimate.ci95().low()).isCloseTo(2 - half, within(1e-8));
        assertThat(estimate.ci95().high()).isCloseTo(2 + half, within(1e-8));
        assertThat(estimate.perSeed()).containsExactly(1.0, 2.0, 3.0);
    }

    /**
     * By hand: 0, 1, 2 has mean 1 and deviation 1. Half the width of the interval is t(.975; n - 1) / sqrt(n), which is 2.570582 /
     * 2.449490 = 1.049 with 6 seeds and 2.446912 / 2.645751 = 0.925 with 7 seeds.
     */
    @Test
    void seedsAreCountedUntilTheIntervalExcludesZero() {
        assertThat(Statistics.seedsToExcludeZero(Statistics.estimate(THREE, 0, 1, 2)))
                .hasValue(7);
        assertThat(Statistics.seedsToExcludeZero(Statistics.estimate(THREE, 0, -1, -2)))
                .hasValue(7);
        assertThat(Statistics.seedsToExcludeZero(Statistics.estimate(THREE, -1, 0, 1)))
                .isEmpty();
        assertThat(Statistics.seedsToExcludeZero(Statistics.estimate(THREE, 1, Double.NaN, Double.NaN)))
                .isEmpty();
    }

    @Test
    void oneSeedHasAMeanAndNoInterval() {
        Estimate estimate = Statistics.estimate(List.of(7L), 0.5);
        assertThat(estimate.mean()).isEqualTo(0.5);
        assertThat(estimate.ci95()).isNull();
        assertThat(estimate.reason()).isEqualTo("one seed: no interval");
    }

    @Test
    void aSeedWithoutAFiniteValueIsLeftOutAndNamedInTheReason() {
        Estimate estimate = Statistics.estimate(THREE, 0.25, Double.NaN, 0.75);
        assertThat(estimate.mean()).isEqualTo(0.5);
        assertThat(estimate.perSeed()).containsExactly(0.25, null, 0.75);
        assertThat(estimate.ci95()).isNotNull();
        assertThat(estimate.reason()).isEqualTo("seed 2 gave NaN");
        Estimate none = Statistics.estimate(THREE, Arrays.asList(null, null, null));
        assertThat(none.mean()).isNull();
        assertThat(none.reason()).isEqualTo("no seed has a value");
        Estimate first = Statistics.estimate(THREE, Arrays.asList(0.25, null, null));
        assertThat(first.mean()).isEqualTo(0.25);
        assertThat(first.reason()).isEqualTo("seeds 2, 3 have no value; one seed: no interval");
        Estimate two = Statistics.estimate(THREE, Arrays.asList(0.25, 0.5, null));
        assertThat(two.ci95()).isNotNull();
        assertThat(two.reason()).isEqualTo("seed 3 has no value");
    }

    @Test
    void aDifferenceNeedsBothValuesOfASeed() {
        Estimate a = Statistics.estimate(THREE, 0.5, 0.6, 0.7);
        Estimate b = Statistics.estimate(THREE, Double.POSITIVE_INFINITY, 0.5, 0.5);
        Estimate difference = Statistics.paired(THREE, a, b);
        assertThat(difference.perSeed().getFirst()).isNull();
        assertThat(difference.mean()).isCloseTo(0.15, within(ROUNDING));
        assertThat(difference.reason()).contains("seed 1");
    }

    @Test
    void meansAndMinimaAreTakenWithinEachSeed() {
        Estimate a = Statistics.estimate(THREE, 1, 5, 3);
        Estimate b = Statistics.estimate(THREE, 3, 1, 3);
        assertThat(Statistics.meanOf(THREE, List.of(a, b)).perSeed()).containsExactly(2.0, 3.0, 3.0);
        assertThat(Statistics.minOf(THREE, List.of(a, b)).perSeed()).containsExactly(1.0, 1.0, 3.0);
    }

    /** By hand, log2 of 16, 32, 128 is 4, 5, 7: ((.2 + .4) / 2 * 1 + (.4 + .8) / 2 * 2) / 3 = .5. */
    @Test
    void theAreaIsTheTrapezoidOverLog2OfTheShots() {
        List<Long> one = List.of(1L);
        List<Estimate> scores =
                List.of(Statistics.estimate(one, 0.2), Statistics.estimate(one, 0.4), Statistics.estimate(one, 0.8));
        assertThat(Statistics.areaOverLog2(one, List.of(16, 32, 128), scores).mean())
                .isCloseTo(0.5, within(ROUNDING));
        assertThat(Statistics.areaOverLog2(one, List.of(64), scores.subList(0, 1))
                        .mean())
                .isEqualTo(0.2);
    }

    @Test
    void invalidInputIsRefused() {
        assertThatThrownBy(() -> Statistics.estimate(THREE, 0.5, 0.6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 values for the seeds [1, 2, 3]");
        assertThatThrownBy(() -> Statistics.meanOf(THREE, List.of())).isInstanceOf(IllegalArgumentException.class);
        Estimate three = Statistics.estimate(THREE, 1, 2, 3);
        assertThatThrownBy(() -> Statistics.areaOverLog2(THREE, List.of(64, 16), List.of(three, three)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[64, 16]");
        assertThatThrownBy(() -> new Estimate(null, null, List.of(), List.of(), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a reason");
        assertThatThrownBy(() -> new Estimate(Double.NaN, null, List.of(), List.of(), "why"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The mean is over the other seeds, and a comparison has no verdict. */
    @Test
    void divergedSeedsAreCountedAndPreventAVerdict() {
        Estimate some = Statistics.estimate(THREE, Arrays.asList(0.5, null, 0.7), List.of(2L));
        assertThat(some.mean()).isCloseTo(0.6, within(1e-15));
        assertThat(some.reason()).isEqualTo("seed 2 diverged");
        assertThat(Numbers.LEVEL.mean(some)).isEqualTo("0.600, 1 of 3 seeds diverged");
        assertThat(Numbers.LEVEL.withInterval(some)).startsWith("0.600 (").endsWith("), 1 of 3 seeds diverged");

        Estimate whole = Statistics.estimate(THREE, 0.1, 0.2, 0.3);
        assertThat(Statistics.meanOf(THREE, List.of(whole, some)).diverged()).containsExactly(2L);
        Estimate difference = Statistics.paired(THREE, some, whole);
        assertThat(difference.mean()).isCloseTo(0.4, within(1e-15));
        assertThat(difference.ci95()).isNull();
        assertThat(difference.reason()).isEqualTo("seed 2 diverged: no verdict");
        assertThat(Verdict.of(difference)).isEqualTo(Verdict.NO_VERDICT);
        assertThat(Statistics.seedsToExcludeZero(difference)).isEmpty();

        Estimate none = Statistics.estimate(THREE, Arrays.asList(null, null, null), THREE);
        assertThat(none.reason()).isEqualTo("seeds 1, 2, 3 diverged");
        assertThat(Verdict.of(Statistics.paired(THREE, whole, none))).isEqualTo(Verdict.NO_VERDICT);
    }
}
