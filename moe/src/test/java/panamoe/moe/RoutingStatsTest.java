package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

class RoutingStatsTest {

    @Test
    void countsPerTaskAndExpertAndLeavesSpareRowsOut() {
        Backend backend = new ReferenceBackend();
        Workspace workspace = new Workspace(backend);
        RoutingStats stats = new RoutingStats(3, 4);
        for (int step = 0; step < 2; step++) {
            Context ctx = Context.inference(backend, workspace);
            double[] logits = {5, 0, 0, 0, 0, 5, 0, 0, 5, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 5, 0, 0, 5, 0};
            Var l = ctx.constant(Tensor.of(backend, Shape.of(6, 4), logits));
            Routing routing = new TopK(1, Weighting.UNIT).route(ctx, l, TestRows.of(backend, 3, 0, 0, 0, 0, 2, -1));
            stats.add(ctx, RoutingStats.count(ctx, routing));
        }
        assertThat(stats.load(0)).containsExactly(0.75, 0.25, 0, 0);
        assertThat(stats.load(1)).containsExactly(0, 0, 0, 0);
        assertThat(stats.load(2)).containsExactly(0, 0, 0, 1);
        assertThat(stats.load()).containsExactly(new double[] {0.6, 0.2, 0, 0.2}, within(1e-15));
        assertThat(stats.entropy(2)).isZero();
        assertThat(stats.entropy(0)).isCloseTo(-0.75 * Math.log(0.75) - 0.25 * Math.log(0.25), within(1e-15));
        assertThat(stats.maxOverMean()).isCloseTo(2.4, within(1e-15));
        assertThat(stats.distance(0, 2)).isEqualTo(1);
        assertThat(stats.distance(0, 0)).isZero();
    }
}
