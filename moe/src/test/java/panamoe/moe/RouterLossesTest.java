package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Erf;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

/** Losses at the two extremes, where the published formulas have a closed form. */
class RouterLossesTest {

    private static final int EXPERTS = 4;

    private final Backend backend = new ReferenceBackend();
    private final Workspace workspace = new Workspace(backend);

    private MoeLayer.Output routed(Context ctx, double[] logits) {
        int n = logits.length / EXPERTS;
        int[] task = new int[n];
        task[n - 1] = -1;
        Var l = ctx.constant(Tensor.of(backend, Shape.of(n, EXPERTS), logits));
        Routing routing = new TopK(1, Weighting.UNIT).route(ctx, null, l, TestRows.of(backend, 1, task));
        return new MoeLayer.Output(null, routing, Dispatch.of(ctx, routing));
    }

    private double[] oneExpertEach(double height, int... experts) {
        double[] logits = new double[experts.length * EXPERTS];
        for (int r = 0; r < experts.length; r++) {
            logits[r * EXPERTS + experts[r]] = height;
        }
        return logits;
    }

    private double value(Var loss) {
        return backend.readDoubles(loss.value())[0];
    }

    @Test
    void loadBalanceIsOneWhenBalancedAndEWhenCollapsed() {
        Context ctx = Context.inference(backend, workspace);
        // the last row is spare and must not count
        MoeLayer.Output balanced = routed(ctx, oneExpertEach(50, 0, 1, 2, 3, 3, 2, 1, 0, 2));
        assertThat(value(RouterLosses.loadBalance(ctx, balanced))).isCloseTo(1, within(1e-12));
        MoeLayer.Output collapsed = routed(ctx, oneExpertEach(50, 2, 2, 2, 2, 0));
        assertThat(value(RouterLosses.loadBalance(ctx, collapsed))).isCloseTo(EXPERTS, within(1e-12));
    }

    @Test
    void averagedLoadBalanceAsksForBalanceOverBatches() {
        LoadAverage average = new LoadAverage(backend, EXPERTS, 0.9);
        Context ctx = Context.inference(backend, workspace);
        MoeLayer.Output first = routed(ctx, oneExpertEach(50, 2, 2, 2, 2, 0));
        // shares after one step: 0.9 / 4 + 0.1 for expert 2
        assertThat(value(RouterLosses.loadBalance(ctx, first, average)))
                .isCloseTo(EXPERTS * (0.9 * 0.25 + 0.1), within(1e-12));
        assertThat(backend.readDoubles(average.value()))
                .containsExactly(new double[] {0.225, 0.225, 0.325, 0.225}, within(1e-12));
    }

    @Test
    void zLossIsTheMeanSquareOfTheLogOfTheSum() {
        Context ctx = Context.inference(backend, workspace);
        double ln4 = Math.log(4);
        MoeLayer.Output out = routed(ctx, new double[] {0, 0, 0, 0, 1, 1, 1, 1, 9, 9, 9, 9});
        assertThat(value(RouterLosses.zLoss(ctx, out.routing())))
                .isCloseTo((ln4 * ln4 + (1 + ln4) * (1 + ln4)) / 2, within(1e-12));
    }

    @Test
    void theSharesOfTheBalanceLossAreConstants() {
        Parameters none = new Parameters();
        none.allocate(backend, new Rng(0));
        Context ctx = Context.training(backend, workspace, none, null);
        double[] logits = {2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
        Var l = ctx.variable(Tensor.of(backend, Shape.of(3, EXPERTS), logits));
        Routing routing = new TopK(1, Weighting.UNIT).route(ctx, null, l, TestRows.of(backend, 1, 0, 0, -1));
        Var loss = RouterLosses.loadBalance(ctx, new MoeLayer.Output(null, routing, Dispatch.of(ctx, routing)));
        ctx.backward(loss);
        // E f = (2, 2, 0, 0); P is the mean of two softmaxes; d/dl of a row is p (u - p u) / 2 with u = E f
        double[] g = backend.readDoubles(ctx.gradient(l));
        double[] expected = new double[12];
        double[] u = {2, 2, 0, 0};
        for (int r = 0; r < 2; r++) {
            double sum = 0;
            for (int e = 0; e < EXPERTS; e++) {
                sum += Math.exp(logits[r * EXPERTS + e]);
            }
            double mean = 0;
            for (int e = 0; e < EXPERTS; e++) {
                mean += Math.exp(logits[r * EXPERTS + e]) / sum * u[e];
            }
            for (int e = 0; e < EXPERTS; e++) {
                expected[r * EXPERTS + e] = Math.exp(logits[r * EXPERTS + e]) / sum * (u[e] - mean) / 2;
            }
        }
        assertThat(g).containsExactly(expected, within(1e-12));
    }

    /** Routes rows of several tasks, the last one spare, by given scores. */
    private MoeLayer.Output routed(Context ctx, Selection selection, double[] logits, int tasks, int... task) {
        Var l = ctx.constant(Tensor.of(backend, Shape.of(task.length, EXPERTS), logits));
        Routing routing = selection.route(ctx, null, l, TestRows.of(backend, tasks, task));
        return new MoeLayer.Output(null, routing, Dispatch.of(ctx, routing));
    }

    @Test
    void perTaskLoadBalanceIsEWhenEachTaskHasItsOwnExpertThoughAllTogetherAreBalanced() {
        Context ctx = Context.inference(backend, workspace);
        TopK topK = new TopK(1, Weighting.UNIT);
        double[] logits = oneExpertEach(50, 0, 0, 1, 1, 3, 3, 2, 2, 0);
        MoeLayer.Output apart = routed(ctx, topK, logits, 5, 0, 0, 1, 1, 3, 3, 4, 4, -1);
        assertThat(value(RouterLosses.loadBalance(ctx, apart))).isCloseTo(1, within(1e-12));
        // task 2 has no rows and must not count
        assertThat(value(RouterLosses.loadBalancePerTask(ctx, apart.routing()))).isCloseTo(EXPERTS, within(1e-12));
        double[] even = oneExpertEach(50, 0, 1, 2, 3, 3, 1, 2, 0, 0);
        MoeLayer.Output alike = routed(ctx, topK, even, 2, 0, 0, 0, 0, 1, 1, 1, 1, -1);
        assertThat(value(RouterLosses.loadBalancePerTask(ctx, alike.routing()))).isCloseTo(1, within(1e-12));
        // one task balanced, a smaller one collapsed: the mean over tasks, independent of their rows
        MoeLayer.Output half = routed(ctx, topK, oneExpertEach(50, 0, 1, 2, 3, 3, 3, 0), 2, 0, 0, 0, 0, 1, 1, -1);
        assertThat(value(RouterLosses.loadBalancePerTask(ctx, half.routing())))
                .isCloseTo((1 + EXPERTS) / 2.0, within(1e-12));
    }

    @Test
    void importanceIsZeroWhenBalancedAndEMinusOneWhenCollapsed() {
        Context ctx = Context.inference(backend, workspace);
        MoeLayer.Output balanced = routed(ctx, oneExpertEach(1, 0, 1, 2, 3, 3, 2, 1, 0, 2));
        assertThat(value(RouterLosses.importance(balanced.routing()))).isCloseTo(0, within(1e-12));
        MoeLayer.Output collapsed = routed(ctx, oneExpertEach(1, 2, 2, 2, 2, 0));
        assertThat(value(RouterLosses.importance(collapsed.routing()))).isCloseTo(EXPERTS - 1, within(1e-12));
    }

    @Test
    void importanceDependsOnWeightsAndNotOnCounts() {
        Context ctx = Context.inference(backend, workspace);
        double ln3 = Math.log(3);
        double[] logits = {ln3, 0, -99, -99, 0, -99, ln3, -99, 0, 0, 0, 0};
        Routing routing = routed(ctx, new TopK(2, Weighting.RENORMALIZED), logits, 1, 0, 0, -1)
                .routing();
        // weights by expert: (3/4, 1/4, 0, 0) and (1/4, 0, 3/4, 0), so sums (1, 1/4, 3/4, 0) with mean 1/2
        double variance = (0.25 + 0.0625 + 0.0625 + 0.25) / 4;
        assertThat(value(RouterLosses.importance(routing))).isCloseTo(variance / 0.25, within(1e-12));
    }

    /** A routing with given clean and noisy scores and deviations, one padding row last. */
    private Routing noisy(Context ctx, int k, double[] clean, double[] noisy, double[] deviation) {
        int n = clean.length / EXPERTS;
        int[] task = new int[n];
        task[n - 1] = -1;
        Shape shape = Shape.of(n, EXPERTS);
        Routing.NoisyScores noise = new Routing.NoisyScores(
                ctx.constant(Tensor.of(backend, shape, clean)), ctx.constant(Tensor.of(backend, shape, deviation)), k);
        TopK topK = new TopK(k, Weighting.PROBABILITY);
        Var scores = ctx.constant(Tensor.of(backend, shape, noisy));
        TokenChoice.Choice choice = topK.chooseBy(ctx, scores, noise);
        Rows rows = TestRows.of(backend, 1, task);
        Tensor experts = choice.routed(ctx, rows);
        return new Routing(scores, choice.probabilities(), experts, choice.weights(), rows, experts, n * k, noise);
    }

    private static double[] all(int n, double value) {
        double[] out = new double[n * EXPERTS];
        Arrays.fill(out, value);
        return out;
    }

    @Test
    void loadIsZeroWhenBalancedAndEMinusOneWhenCollapsed() {
        Context ctx = Context.inference(backend, workspace);
        double[] each = oneExpertEach(3, 0, 1, 2, 3, 1);
        assertThat(value(RouterLosses.load(ctx, noisy(ctx, 1, each, each, all(5, 0.7)))))
                .isCloseTo(0, within(1e-12));
        double[] one = oneExpertEach(50, 2, 2, 2, 0);
        assertThat(value(RouterLosses.load(ctx, noisy(ctx, 1, one, one, all(4, 1)))))
                .isCloseTo(EXPERTS - 1, within(1e-12));
    }

    @Test
    void loadEqualsShazeersFormulaElementByElement() {
        Rng rng = new Rng(3);
        int n = 6;
        for (int k = 1; k < EXPERTS; k++) {
            Context ctx = Context.inference(backend, workspace);
            double[] clean = rng.normals(3 * k, n * EXPERTS, 0, 1);
            double[] noise = rng.normals(3 * k + 1, n * EXPERTS, 0, 1);
            double[] deviation = rng.uniforms(3 * k + 2, n * EXPERTS, 0.5, 2);
            double[] scores = new double[n * EXPERTS];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = clean[i] + noise[i] * deviation[i];
            }
            double[] load = new double[EXPERTS];
            for (int r = 0; r < n - 1; r++) {
                for (int e = 0; e < EXPERTS; e++) {
                    double[] others = new double[EXPERTS - 1];
                    for (int o = 0, at = 0; o < EXPERTS; o++) {
                        if (o != e) {
                            others[at++] = scores[r * EXPERTS + o];
                        }
                    }
                    Arrays.sort(others);
                    double threshold = others[others.length - k];
                    int i = r * EXPERTS + e;
                    double z = (clean[i] - threshold) / deviation[i];
                    load[e] += (1 + Erf.erf(z / Math.sqrt(2))) / 2;
                }
            }
            double mean = Arrays.stream(load).average().orElseThrow();
            double variance = Arrays.stream(load)
                    .map(v -> (v - mean) * (v - mean))
                    .average()
                    .orElseThrow();
            assertThat(value(RouterLosses.load(ctx, noisy(ctx, k, clean, scores, deviation))))
                    .as("k %d", k)
                    .isCloseTo(variance / (mean * mean), within(1e-12));
        }
    }

    @Test
    void loadNeedsNoiseAndAChoice() {
        Context ctx = Context.inference(backend, workspace);
        MoeLayer.Output plain = routed(ctx, oneExpertEach(1, 0, 1, 2));
        assertThatThrownBy(() -> RouterLosses.load(ctx, plain.routing())).hasMessageContaining("route with NoisyTopK");
        double[] each = oneExpertEach(3, 0, 1, 1);
        Routing all = noisy(ctx, EXPERTS, each, each, all(3, 1));
        assertThatThrownBy(() -> RouterLosses.load(ctx, all)).hasMessageContaining("expected k below E");
    }

    @Test
    void mutualInformationIsZeroWhenTasksRouteAlikeAndMinusLogTWhenTheyShareNothing() {
        Context ctx = Context.inference(backend, workspace);
        TopK topK = new TopK(1, Weighting.UNIT);
        double[] alike = oneExpertEach(1, 0, 1, 2, 3, 1, 0, 3, 2, 0);
        assertThat(value(RouterLosses.mutualInformation(
                        routed(ctx, topK, alike, 2, 0, 0, 0, 0, 1, 1, 1, 1, -1).routing())))
                .isCloseTo(0, within(1e-12));
        // tasks 0, 1 and 3 of 4, of different sizes, each certain of an expert of its own
        double[] apart = oneExpertEach(800, 1, 1, 1, 0, 2, 2, 3);
        assertThat(value(RouterLosses.mutualInformation(
                        routed(ctx, topK, apart, 4, 0, 0, 0, 1, 3, 3, -1).routing())))
                .isCloseTo(-Math.log(3), within(1e-12));
        // half and half over two experts each, one of them shared: H(e) = 1.5 ln 2, H(e | t) = ln 2
        double[] partly = oneExpertEach(800, 0, 1, 1, 2, 3);
        assertThat(value(RouterLosses.mutualInformation(
                        routed(ctx, topK, partly, 2, 0, 0, 1, 1, -1).routing())))
                .isCloseTo(-0.5 * Math.log(2), within(1e-12));
    }

    @Test
    void sharesCountChoicesBeforeAnyIsDropped() {
        Context ctx = Context.inference(backend, workspace);
        double[] logits = oneExpertEach(50, 2, 2, 2, 2, 0);
        Capacity capacity = new Capacity(new TopK(1, Weighting.UNIT), 1, Capacity.Priority.FIRST_COME);
        MoeLayer.Output collapsed = routed(ctx, capacity, logits, 1, 0, 0, 0, 0, -1);
        assertThat(backend.readDoubles(collapsed.shares(ctx))).containsExactly(0, 0, 1, 0);
        assertThat(value(RouterLosses.loadBalance(ctx, collapsed))).isCloseTo(EXPERTS, within(1e-12));
    }
}
