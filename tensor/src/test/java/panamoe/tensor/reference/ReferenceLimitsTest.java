package panamoe.tensor.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.DType;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;

/** Limits in closed form, which test the reference; the other backends are compared with the reference. */
class ReferenceLimitsTest {

    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private final Backend k = new ReferenceBackend();

    private interface Unary {
        void run(Tensor x, Tensor y);
    }

    private double[] map(Unary function, double... x) {
        Tensor y = zeros(x.length);
        function.run(reals(1, x), y);
        return k.readDoubles(y);
    }

    private Tensor reals(int rows, double... x) {
        return Tensor.of(k, Shape.of(rows, x.length / rows), x);
    }

    private Tensor zeros(int... dims) {
        return Tensor.zeros(k, DType.F64, Shape.of(dims));
    }

    @Test
    void elementwise() {
        assertThat(map(k::exp, -INF, -1e308, 1e308, INF)).containsExactly(0, 0, INF, INF);
        assertThat(map(k::log, 0, -0.0, INF)).containsExactly(-INF, -INF, INF);
        assertThat(map(k::log, -1)).containsExactly(NAN);
        assertThat(map(k::tanh, -INF, -1e308, 1e308, INF)).containsExactly(-1, -1, 1, 1);
        assertThat(map(k::sigmoid, -INF, -1e308, 1e308, INF)).containsExactly(0, 0, 1, 1);
        assertThat(map(k::relu, -INF, INF)).containsExactly(0, INF);
        for (Unary function : new Unary[] {k::exp, k::log, k::sqrt, k::tanh, k::sigmoid, k::relu, k::gelu}) {
            assertThat(map(function, NAN)).containsExactly(NAN);
        }
    }

    @Test
    void geluTendsTo0AndToX() {
        double[] y = map(k::gelu, -INF, -1e308, -1e38, 1e38, 1e308, INF);
        assertThat(y[0] + 0.0).isZero();
        assertThat(y[1] + 0.0).isZero();
        assertThat(y[2] + 0.0).isZero();
        assertThat(y).endsWith(1e38, 1e308, INF);
        // -10 Phi(-10), with Phi(-10) = 7.61985302416052606597e-24; the exponent, 50, errs by a few of its roundings
        assertThat(map(k::gelu, -10)[0]).isCloseTo(-7.61985302416052606597e-23, within(1e-36));
        Unary derivative = (x, gx) -> k.geluBackward(x, Tensor.of(k, x.shape(), 1, 1, 1, 1, 1, 1), gx);
        assertThat(map(derivative, -INF, -1e308, -1e38, 1e38, 1e308, INF)).containsExactly(0, 0, 0, 1, 1, 1);
    }

    @Test
    void logSumExpIsTheMaximumIfThatIsInfinite() {
        Tensor y = zeros(6);
        k.logSumExp(reals(6, INF, 1, -INF, -INF, 2, -INF, INF, INF, 1e308, 1e308, NAN, INF), y);
        assertThat(k.readDoubles(y)).containsExactly(INF, -INF, 2, INF, 1e308, NAN);
    }

    @Test
    void softmaxGivesAllToOneInfiniteScoreAndHasNoLimitForSeveral() {
        Tensor y = zeros(5, 3);
        k.softmax(reals(5, INF, 1, -INF, 1, -INF, 1, INF, INF, 1, -INF, -INF, -INF, NAN, 1, INF), y);
        assertThat(k.readDoubles(y)).containsExactly(1, 0, 0, 0.5, 0, 0.5, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN);
    }

    @Test
    void crossEntropyOfEqualLogitsOfAnySizeIsTheLogOfTheirNumber() {
        for (double size : new double[] {0, 1, 1e10, 1e20, 1e38, 1e300}) {
            Tensor losses = zeros(2);
            k.crossEntropy(
                    reals(2, size, size, size, -size, -size, -size),
                    Tensor.ofInts(k, Shape.of(2), 2, 0),
                    Tensor.ofInts(k, Shape.of(2), 3, 3),
                    losses,
                    zeros(2, 3));
            assertThat(k.readDoubles(losses)).containsExactly(new double[] {Math.log(3), Math.log(3)}, within(1e-15));
        }
        Tensor losses = zeros(4);
        k.crossEntropy(
                reals(4, INF, 1, INF, 1, -INF, 1, INF, INF),
                Tensor.ofInts(k, Shape.of(4), 0, 1, 0, 1),
                Tensor.ofInts(k, Shape.of(4), 2, 2, 2, 2),
                losses,
                zeros(4, 2));
        assertThat(k.readDoubles(losses)).containsExactly(0, INF, INF, NAN);
    }

    @Test
    void layerNormIsTheSameForRowsOfAnySize() {
        for (double size : new double[] {1e-100, 1e-38, 1, 1e38, 1e100}) {
            Tensor y = zeros(1, 4);
            Tensor rstd = zeros(1);
            k.layerNorm(
                    reals(1, size, 3 * size, size, 3 * size),
                    Tensor.of(k, Shape.of(4), 1, 1, 1, 1),
                    zeros(4),
                    0,
                    new Backend.LayerNormResult(y, zeros(1), rstd));
            assertThat(k.readDoubles(y)).containsExactly(new double[] {-1, 1, -1, 1}, within(1e-14));
            assertThat(k.readDoubles(rstd)[0] * size).isCloseTo(1, within(1e-14));
        }
    }
}
