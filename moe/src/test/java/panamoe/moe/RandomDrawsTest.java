package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Erf;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;

class RandomDrawsTest {

    private static final int N = 20_000;

    private static double[] draw(String backendName, int threads, int step, Function<Context, Var> numbers) {
        try (Backend backend = Backends.create(backendName, threads)) {
            Parameters none = new Parameters();
            none.allocate(backend, new Rng(0));
            Tensor key = Tensor.ofInts(backend, Shape.of(3), Context.dropoutKey(new Rng(5), step));
            Context ctx = Context.training(backend, new Workspace(backend), none, key);
            return backend.readDoubles(numbers.apply(ctx).value());
        }
    }

    private static Var normal(Context ctx) {
        return RandomDraws.normal(ctx, Shape.of(N / 10, 10));
    }

    /**
     * The greatest gap between the empirical and the true distribution function of 20,000 draws exceeds 1.63 / sqrt(20,000)
     * = 0.0115 with probability 1 % (Kolmogorov); the approximation itself adds 1.4e-4.
     */
    @ParameterizedTest
    @ValueSource(strings = {"reference", "auto"})
    void normalNumbersAreNormal(String backend) {
        double[] z = draw(backend, 1, 0, RandomDrawsTest::normal);
        Arrays.sort(z);
        double gap = 0;
        for (int i = 0; i < N; i++) {
            double phi = (1 + Erf.erf(z[i] / Math.sqrt(2))) / 2;
            gap = Math.max(gap, Math.max(phi - (double) i / N, (i + 1.0) / N - phi));
        }
        assertThat(gap).isLessThan(0.0117);
        assertThat(z[0]).isBetween(-4.3, -3.3);
        assertThat(z[N - 1]).isBetween(3.3, 4.3);
    }

    /**
     * Standard errors: of the mean 0.29 / sqrt(20,000) = 0.002, of a share of 1/10 0.0021. The tolerances are five of
     * each.
     */
    @Test
    void uniformNumbersFillTheUnitIntervalAndNeverReachItsEnds() {
        double[] u = draw("auto", 1, 0, ctx -> RandomDraws.uniform(ctx, Shape.of(N)));
        assertThat(Arrays.stream(u).average().orElseThrow()).isCloseTo(0.5, within(0.01));
        for (int tenth = 0; tenth < 10; tenth++) {
            double from = tenth / 10.0;
            double share = (double) Arrays.stream(u)
                            .filter(v -> v >= from && v < from + 0.1)
                            .count()
                    / N;
            assertThat(share).as("share from %s", from).isCloseTo(0.1, within(0.0106));
        }
        assertThat(Arrays.stream(u)).allMatch(v -> v > 0 && v < 1);
    }

    @Test
    void theSameKeyGivesTheSameBitsOnAnyNumberOfThreadsAndAnotherStepGivesOthers() {
        double[] once = draw("auto", 1, 3, RandomDrawsTest::normal);
        assertThat(draw("auto", 2, 3, RandomDrawsTest::normal)).containsExactly(once);
        assertThat(draw("auto", 1, 4, RandomDrawsTest::normal)).isNotEqualTo(once);
    }

    @Test
    void aTrainingStepWithoutRandomNumbersIsRefused() {
        try (Backend backend = Backends.create("reference", 1)) {
            Parameters none = new Parameters();
            none.allocate(backend, new Rng(0));
            Context ctx = Context.training(backend, new Workspace(backend), none, null);
            assertThatThrownBy(() -> RandomDraws.uniform(ctx, Shape.of(4)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("give Context.training a dropout key");
        }
    }
}
