package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.moe.NaiveMoe.Sizes;
import panamoe.moe.NaiveMoe.Values;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

class MoeLayerTest {

    private static final int[] TASK = {0, 0, 0, 1, 1, 2, 2, 2, 2, -1, -1};
    private static final double BALANCE = 0.3;
    private static final double Z = 0.2;

    private final Backend backend = new ReferenceBackend();

    @AfterEach
    void close() {
        backend.close();
    }

    /** A layer with given values, on the reference backend. */
    private final class Layer {
        final Parameters parameters = new Parameters();
        final MoeLayer layer;
        final Rows rows = TestRows.of(backend, 3, TASK);

        Layer(Sizes s, boolean shared, Weighting weighting, Values v) {
            Gate gate = shared
                    ? new SharedGate(Scope.of(parameters).child("gate"), s.d(), s.experts(), 1)
                    : new TaskGate(Scope.of(parameters).child("gate"), s.tasks(), s.d(), s.experts(), 1, 1);
            Experts experts = new Experts(
                    Scope.of(parameters).child("experts"),
                    s.experts(),
                    s.d(),
                    s.hidden(),
                    new Experts.Start(init(v.w1()), init(v.b1()), init(v.w2()), init(v.b2())));
            layer = new MoeLayer(gate, new TopK(s.k(), weighting), experts);
            parameters.allocate(backend, new Rng(1));
            backend.write(parameters.get("gate.weight").value(), v.gateWeight());
            backend.write(parameters.get("gate.bias").value(), v.gateBias());
        }

        private static Init init(double[] values) {
            return (shape, rng) -> values;
        }
    }

    /**
     * Finite differences in double with step 1e-5 err by about 1e-10 from the third derivative and 1e-11 from rounding;
     * 1e-7 leaves room for the loss's size and fails on any wrong term.
     */
    @ParameterizedTest
    @CsvSource({
        "1, UNIT, false",
        "1, UNIT, true",
        "1, PROBABILITY, false",
        "2, RENORMALIZED, false",
        "2, RENORMALIZED, true",
        "2, PROBABILITY, false",
        "4, RENORMALIZED, false"
    })
    void equalsTheNaiveLayerTokenByTokenInOutputAndEveryGradient(int k, Weighting weighting, boolean shared) {
        Sizes s = new Sizes(3, TASK.length, 3, 5, 4, k);
        long seed = 20 + k;
        Rng rng = new Rng(seed);
        int gates = shared ? 1 : 3;
        Values v = new Values(
                rng.normals(1, s.rows() * s.d(), 0, 1),
                rng.normals(2, gates * s.d() * s.experts(), 0, 1),
                rng.normals(3, gates * s.experts(), 0, 1),
                rng.normals(4, s.experts() * s.d() * s.hidden(), 0, 1),
                rng.normals(5, s.experts() * s.hidden(), 0, 1),
                rng.normals(6, s.experts() * s.hidden() * s.d(), 0, 1),
                rng.normals(7, s.experts() * s.d(), 0, 1));
        double[] direction = rng.normals(8, s.rows() * s.d(), 0, 1);
        NaiveMoe naive = new NaiveMoe(s, TASK, shared, weighting);
        NaiveMoe.Result expected = naive.run(v, null);

        Layer l = new Layer(s, shared, weighting, v);
        Context ctx = Context.training(backend, new Workspace(backend), l.parameters, null);
        Var x = ctx.variable(Tensor.of(backend, Shape.of(s.rows(), s.d()), v.x()));
        MoeLayer.Output out = l.layer.forward(ctx, x, l.rows);
        Var dir = ctx.constant(Tensor.of(backend, out.y().shape(), direction));
        Var loss = out.y()
                .mul(dir)
                .sum()
                .add(RouterLosses.loadBalance(ctx, out).scale(BALANCE))
                .add(RouterLosses.zLoss(ctx, out.routing()).scale(Z));
        assertThat(backend.readDoubles(out.y().value()))
                .as("output, seed %d", seed)
                .containsExactly(expected.y(), within(1e-12));
        assertThat(backend.readDoubles(loss.value())[0])
                .isCloseTo(naive.loss(v, expected, direction, BALANCE, Z), within(1e-12));

        ctx.backward(loss);
        double[][] gradients = {
            backend.readDoubles(ctx.gradient(x)),
            gradient(l, "gate.weight"),
            gradient(l, "gate.bias"),
            gradient(l, "experts.weight1"),
            gradient(l, "experts.bias1"),
            gradient(l, "experts.weight2"),
            gradient(l, "experts.bias2")
        };
        double h = 1e-5;
        for (int which = 0; which < gradients.length; which++) {
            double[] values = v.all()[which];
            assertThat(gradients[which]).hasSameSizeAs(values);
            for (int i = 0; i < values.length; i++) {
                double kept = values[i];
                values[i] = kept + h;
                double up = naive.loss(v, expected, direction, BALANCE, Z);
                values[i] = kept - h;
                double down = naive.loss(v, expected, direction, BALANCE, Z);
                values[i] = kept;
                assertThat(gradients[which][i])
                        .as("gradient of input %d, element %d, seed %d", which, i, seed)
                        .isCloseTo((up - down) / (2 * h), within(1e-7));
            }
        }
    }

    private double[] gradient(Layer l, String name) {
        return backend.readDoubles(l.parameters.get(name).gradient());
    }

    @Test
    void tasksWithoutRowsGetNoGateGradient() {
        Parameters parameters = new Parameters();
        MoeLayer layer = new MoeLayer(
                new TaskGate(Scope.of(parameters).child("gate"), 3, 4, 4, 1, 1),
                new TopK(1, Weighting.UNIT),
                new Experts(Scope.of(parameters).child("experts"), 4, 4, 6, Experts.Start.normal(1)));
        parameters.allocate(backend, new Rng(3));
        Context ctx = Context.training(backend, new Workspace(backend), parameters, null);
        Var x = ctx.constant(Tensor.of(backend, Shape.of(6, 4), new Rng(4).normals(0, 24, 0, 1)));
        MoeLayer.Output out = layer.forward(ctx, x, TestRows.of(backend, 3, 0, 0, 2, 2, 2, -1));
        ctx.backward(out.y().square().sum());
        double[] g = backend.readDoubles(parameters.get("gate.weight").gradient());
        for (int i = 0; i < g.length; i++) {
            if (i / 16 == 1) {
                assertThat(g[i]).isZero();
            }
        }
        assertThat(java.util.Arrays.stream(g).map(Math::abs).max().orElseThrow())
                .isPositive();
    }

    @Test
    void refusesAGateThatDoesNotFitTheExperts() {
        Parameters parameters = new Parameters();
        Gate gate = new SharedGate(Scope.of(parameters).child("gate"), 4, 3, 1);
        Experts experts = new Experts(Scope.of(parameters).child("experts"), 4, 4, 6, Experts.Start.normal(1));
        assertThatThrownBy(() -> new MoeLayer(gate, new TopK(1, Weighting.UNIT), experts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gate of 3 experts: expected one score per expert, 4");
        assertThatThrownBy(() -> new TopK(2, Weighting.UNIT)).hasMessageContaining("use RENORMALIZED");
        assertThatThrownBy(() -> new TopK(1, Weighting.RENORMALIZED)).hasMessageContaining("use UNIT or PROBABILITY");
        assertThatThrownBy(() -> new TopK(0, Weighting.UNIT)).hasMessageContaining("expected at least 1");
    }
}
