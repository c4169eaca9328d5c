package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

/** Values at the two extremes that the published formulas give in closed form. */
class RouterLossesTest {

    private static final int EXPERTS = 4;

    private final Backend backend = new ReferenceBackend();
    private final Workspace workspace = new Workspace(backend);

    private MoeLayer.Output routed(Context ctx, double[] logits) {
        int n = logits.length / EXPERTS;
        int[] task = new int[n];
        task[n - 1] = -1;
        Var l = ctx.constant(Tensor.of(backend, Shape.of(n, EXPERTS), logits));
        Routing routing = new TopK(1, Weighting.UNIT).route(ctx, l, TestRows.of(backend, 1, task));
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
        none.allocate(backend, new panamoe.tensor.Rng(0));
        Context ctx = Context.training(backend, workspace, none, null);
        double[] logits = {2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
        Var l = ctx.variable(Tensor.of(backend, Shape.of(3, EXPERTS), logits));
        Routing routing = new TopK(1, Weighting.UNIT).route(ctx, l, TestRows.of(backend, 1, 0, 0, -1));
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
}
