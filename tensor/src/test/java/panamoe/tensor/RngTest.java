package panamoe.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RngTest {

    private static final int N = 100_000;
    private static final Rng RNG = new Rng(42);

    /** The known answers of Random123's {@code kat_vectors} for philox4x32 with 10 rounds. */
    @Test
    void philoxKnownAnswers() {
        assertThat(philox(0, 0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(philox(-1, -1, -1, -1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(philox(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    private static int[] philox(int c0, int c1, int c2, int c3, int k0, int k1) {
        int[] out = new int[4];
        Rng.philox(c0, c1, c2, c3, k0, k1, out);
        return out;
    }

    @Test
    void wordsBecomeNumbersBelowOne() {
        assertThat(Rng.toUnit(0)).isZero();
        assertThat(Rng.toUnit(0xFF)).isZero();
        assertThat(Rng.toUnit(0x80000000)).isEqualTo(0.5f);
        assertThat(Rng.toUnit(-1)).isEqualTo(1 - 0x1p-24f);
    }

    /** Standard errors of N uniform numbers: mean 0.29 / sqrt(N) = 0.0009, variance 0.0745 / sqrt(N) = 0.00024. */
    @Test
    void uniformMoments() {
        double[] values = RNG.uniforms(3, N, 0, 1);
        assertThat(Arrays.stream(values).min().orElseThrow()).isNotNegative();
        assertThat(Arrays.stream(values).max().orElseThrow()).isLessThan(1);
        assertThat(mean(values)).isCloseTo(0.5, within(4 * 0.0009));
        assertThat(variance(values)).isCloseTo(1 / 12.0, within(4 * 0.00024));
        assertThat(mean(RNG.uniforms(3, N, -2, 6))).isCloseTo(2, within(8 * 4 * 0.0009));
    }

    /** Standard errors of N normal numbers: mean 1, variance sqrt 2, skewness sqrt 6, kurtosis sqrt 24 over sqrt N. */
    @Test
    void normalMoments() {
        double[] values = RNG.normals(3, N, 0, 1);
        double root = Math.sqrt(N);
        assertThat(mean(values)).isCloseTo(0, within(4 / root));
        assertThat(variance(values)).isCloseTo(1, within(4 * Math.sqrt(2) / root));
        assertThat(moment(values, 3)).isCloseTo(0, within(4 * Math.sqrt(6) / root));
        assertThat(moment(values, 4)).isCloseTo(3, within(4 * Math.sqrt(24) / root));
        double neighbours = 0;
        for (int i = 0; i + 1 < N; i++) {
            neighbours += values[i] * values[i + 1] / N;
        }
        assertThat(neighbours).as("correlation of neighbours").isCloseTo(0, within(4 / root));
        double[] scaled = RNG.normals(3, 5, 10, 0.5);
        for (int i = 0; i < scaled.length; i++) {
            assertThat(scaled[i]).isCloseTo(10 + 0.5 * values[i], within(1e-14));
        }
    }

    @Test
    void aNumberDependsOnlyOnSeedStreamAndIndex() {
        double[] many = RNG.uniforms(7, 10, 0, 1);
        for (int i = 0; i < many.length; i++) {
            assertThat((double) RNG.uniform(7, i)).isEqualTo(many[i]);
            assertThat((double) Rng.uniform(42, 0, 0, 7, i)).isEqualTo(many[i]);
        }
        assertThat(RNG.uniforms(8, 10, 0, 1)).isNotEqualTo(many);
        assertThat(new Rng(43).uniforms(7, 10, 0, 1)).isNotEqualTo(many);
        assertThat(new Rng(42L | 1L << 32).uniforms(7, 10, 0, 1)).isNotEqualTo(many);
        assertThat(RNG.normals(7, 7, 0, 1)).isEqualTo(Arrays.copyOf(RNG.normals(7, 10, 0, 1), 7));
    }

    /** Box and Muller's formula on the uniform numbers of the same indices. */
    @Test
    void eachPairOfNormalNumbersComesFromTwoUniformNumbers() {
        int n = 3 * (1 << 16) + 7;
        double[] values = RNG.normals(7, n, 2, 0.5);
        for (int i = 0; i < n - 1; i += 2) {
            double radius = Math.sqrt(-2 * Math.log(1 - RNG.uniform(7, i)));
            double angle = 2 * Math.PI * RNG.uniform(7, i + 1);
            assertThat(values[i]).as("number %d", i).isCloseTo(2 + 0.5 * radius * Math.cos(angle), within(1e-12));
            assertThat(values[i + 1])
                    .as("number %d", i + 1)
                    .isCloseTo(2 + 0.5 * radius * Math.sin(angle), within(1e-12));
        }
    }

    @Test
    void integersBelowABoundAreEvenlySpread() {
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) {
            counts[RNG.below(7, 1, i)]++;
        }
        // standard deviation of a count: sqrt(70000 / 7 * 6 / 7) = 93
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(10_000 - 4 * 93, 10_000 + 4 * 93));
        assertThat(RNG.below(1, 0, 5)).isZero();
        assertThatThrownBy(() -> RNG.below(0, 0, 0)).hasMessage("bound 0: expected at least 1");
    }

    @Test
    void permutations() {
        int[] order = RNG.permutation(2, 1000);
        assertThat(order.clone()).isNotEqualTo(IntStream.range(0, 1000).toArray());
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, 1000).toArray());
        assertThat(RNG.permutation(2, 0)).isEmpty();
        // all 6 orders of three numbers: 6000 draws, standard deviation sqrt(6000 / 6 * 5 / 6) = 29
        int[] seen = new int[6];
        for (int stream = 0; stream < 6000; stream++) {
            int[] p = RNG.permutation(stream, 3);
            seen[2 * p[0] + (p[1] > p[2] ? 1 : 0)]++;
        }
        assertThat(Arrays.stream(seen).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(1000 - 4 * 29, 1000 + 4 * 29));
    }

    @Test
    void derivedGeneratorsDiffer() {
        assertThat(IntStream.range(0, 1000)
                        .mapToObj(RNG::derive)
                        .map(Rng::seed)
                        .distinct()
                        .count())
                .isEqualTo(1000);
        assertThat(RNG.derive(3)).isEqualTo(new Rng(42).derive(3)).isNotEqualTo(new Rng(43).derive(3));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    }

    private static double moment(double[] values, int power) {
        return Arrays.stream(values).map(v -> Math.pow(v, power)).average().orElseThrow();
    }
}
