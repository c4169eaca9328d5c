package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;

/** Router losses for very small and very large scores and deviations of noise. */
class RouterLossesLimitsTest {

    private static final int EXPERTS = 4;
    private static final String[] BACKENDS = {"reference", "scalar", "vector"};
    private static final double[] SCALES = {0, 1e-38, 1e-20, 1e-4, 1, 30, 1e3, 1e10, 1e19, 1e30, 1e38};

    /** Scores of five rows of two tasks, the last one spare. */
    private static final double[] SCORES = {
        1, 0.25, -0.5, 0, 0.5, 1, 0.25, -1, -0.25, -1, 0.5, 1, 1, 0, 0, -1, 1, 1, 1, 1
    };

    private static final int[] TASKS = {0, 0, 1, 1, -1};

    /** A loss and its gradient with respect to the scores. */
    private record Result(double loss, double[] gradient) {}

    private static Result run(
            Backend k, double[] scores, double deviation, BiFunction<Context, MoeLayer.Output, Var> loss) {
        Parameters none = new Parameters();
        none.allocate(k, new Rng(1));
        Context ctx = Context.training(k, new Workspace(k), none, null);
        Var l = ctx.variable(Tensor.of(k, Shape.of(5, EXPERTS), scores));
        double[] deviations = new double[5 * EXPERTS];
        Arrays.fill(deviations, deviation);
        Routing.NoisyScores noise =
                new Routing.NoisyScores(l, ctx.constant(Tensor.of(k, Shape.of(5, EXPERTS), deviations)), 1);
        Rows rows = TestRows.of(k, 2, TASKS);
        TokenChoice.Choice choice = new TopK(1, Weighting.UNIT).chooseBy(ctx, l, noise);
        Tensor routed = choice.routed(ctx, rows);
        Routing routing =
                new Routing(l, choice.probabilities(), routed, choice.weights(), rows, routed, routed.size(), noise);
        Var value = loss.apply(ctx, new MoeLayer.Output(null, routing, Dispatch.of(ctx, routing)));
        ctx.backward(value);
        return new Result(k.readDoubles(value.value())[0], k.readDoubles(ctx.gradient(l)));
    }

    private static Map<String, BiFunction<Context, MoeLayer.Output, Var>> losses() {
        Map<String, BiFunction<Context, MoeLayer.Output, Var>> losses = new LinkedHashMap<>();
        losses.put("balance", RouterLosses::loadBalance);
        losses.put("balance per task", (c, o) -> RouterLosses.loadBalancePerTask(c, o.routing()));
        losses.put("importance", (c, o) -> RouterLosses.importance(o.routing()));
        losses.put("load", (c, o) -> RouterLosses.load(c, o.routing()));
        losses.put("z", (c, o) -> RouterLosses.zLoss(c, o.routing()));
        losses.put("mutual information", (c, o) -> RouterLosses.mutualInformation(o.routing()));
        return losses;
    }

    /**
     * In double precision nothing here overflows. Losses are of size 0 to 4, except the z-loss, which is the square of
     * a score.
     */
    @Test
    void everyLossIsRightForScoresOfAnySize() {
        for (double scale : SCALES) {
            double[] scores =
                    Arrays.stream(SCORES).map(s -> (float) (s * scale)).toArray();
            losses().forEach((name, loss) -> {
                List<Result> results = new ArrayList<>();
                for (String backend : BACKENDS) {
                    try (Backend k = Backends.create(backend, 1)) {
                        results.add(run(k, scores, 0.7, loss));
                    }
                }
                Result expected = results.getFirst();
                assertThat(expected.loss()).as("%s, scores of %s", name, scale).isFinite();
                for (int b = 1; b < BACKENDS.length; b++) {
                    String where = "%s, scores of %s on %s".formatted(name, scale, BACKENDS[b]);
                    Result actual = results.get(b);
                    assertThat(close(actual.loss(), expected.loss()))
                            .as("%s: %s, expected %s", where, actual.loss(), expected.loss())
                            .isTrue();
                    for (int i = 0; i < expected.gradient().length; i++) {
                        assertThat(close(actual.gradient()[i], expected.gradient()[i]))
                                .as(
                                        "%s: gradient %d is %s, expected %s",
                                        where, i, actual.gradient()[i], expected.gradient()[i])
                                .isTrue();
                    }
                }
            });
        }
    }

    /** A few dozen roundings of numbers of size 1, or of the result; infinite where a float cannot hold it. */
    private static boolean close(double actual, double expected) {
        return Math.abs(actual - expected) <= 1e-5 * Math.max(1, Math.abs(expected)) || actual == (float) expected;
    }

    /** At most e^(-x^2 / 2) for a score 40 deviations from the threshold, which is almost 0. */
    private static void assertVanishing(double[] gradient) {
        for (double g : gradient) {
            assertThat(g).isBetween(-1e-30, 1e-30);
        }
    }

    /** The learned deviation of the noise approaches 0: all rows are certain of one expert. */
    @Test
    void loadIsEMinusOneWithoutAGradientWhereNoiseVanishes() {
        double[] collapsed = {3, 1, 0, -1, 3, 1, 0, -1, 3, 1, 0, -1, 3, 1, 0, -1, 3, 1, 0, -1};
        for (double deviation : new double[] {0.05, 1e-3, 1e-6, 1e-8, 1e-20, 1e-38, 1e-45, 0}) {
            for (String backend : BACKENDS) {
                try (Backend k = Backends.create(backend, 1)) {
                    Result result = run(k, collapsed, deviation, (c, o) -> RouterLosses.load(c, o.routing()));
                    assertThat(result.loss())
                            .as("%s, deviation %s", backend, deviation)
                            .isCloseTo(EXPERTS - 1, within(1e-6));
                    assertVanishing(result.gradient());
                }
            }
        }
    }

    /** A score at the threshold has probability 1/2 for any deviation. */
    @Test
    void loadIsBalancedForEqualScoresWithoutNoise() {
        for (String backend : BACKENDS) {
            try (Backend k = Backends.create(backend, 1)) {
                Result result = run(k, new double[20], 0, (c, o) -> RouterLosses.load(c, o.routing()));
                assertThat(result.loss()).as(backend).isCloseTo(0, within(1e-6));
                // the derivative at probability 1/2 is 0.4 / 1e-6, times the rounding error of a sum of zeros
                for (double g : result.gradient()) {
                    assertThat(g).as(backend).isBetween(-1.0, 1.0);
                }
            }
        }
    }

    /** The whole layer, with noise of a deviation softplus(x W) that becomes small in training. */
    @Test
    void noisyTopKTrainsForAnyDeviation() {
        for (String name : BACKENDS) {
            for (double w : new double[] {100, 5, 0, -5, -10, -16, -17, -20, -40, -88, -104, -1000, -1e30}) {
                try (Backend k = Backends.create(name, 1)) {
                    Parameters parameters = new Parameters();
                    Gate gate = new SharedGate(Scope.of(parameters).child("gate"), 1, EXPERTS, 0);
                    NoisyTopK noisy =
                            new NoisyTopK(Scope.of(parameters).child("noise"), 1, EXPERTS, new TopK(1, Weighting.UNIT));
                    parameters.allocate(k, new Rng(1));
                    k.write(parameters.get("gate.bias").value(), new double[] {3, 1, 0, -1});
                    k.fill(w, parameters.get("noise.weight").value());
                    Tensor key = Tensor.ofInts(k, Shape.of(3), Context.dropoutKey(new Rng(2), 0));
                    Context ctx = Context.training(k, new Workspace(k), parameters, key);
                    Rows rows = TestRows.of(k, 1, 0, 0, 0, 0);
                    Var x = ctx.constant(Tensor.of(k, Shape.of(4, 1), 1, 1, 1, 1));
                    Routing routing = noisy.route(ctx, x, gate.logits(ctx, x, rows), rows);
                    Var loss = RouterLosses.load(ctx, routing);
                    ctx.backward(loss);
                    String where = "%s, x W %s".formatted(name, w);
                    double value = k.readDoubles(loss.value())[0];
                    assertThat(value).as(where).isBetween(-1e-6, EXPERTS - 1 + 1e-6);
                    double[] ofBias = k.readDoubles(parameters.get("gate.bias").gradient());
                    double[] ofNoise =
                            k.readDoubles(parameters.get("noise.weight").gradient());
                    for (double g : DoubleStream.concat(DoubleStream.of(ofBias), DoubleStream.of(ofNoise))
                            .toArray()) {
                        assertThat(g).as(where).isFinite();
                    }
                    if (w <= -10) {
                        assertThat(value).as(where).isCloseTo(EXPERTS - 1, within(1e-6));
                        assertVanishing(ofBias);
                    }
                }
            }
        }
    }
}
