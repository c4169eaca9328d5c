package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
        RoutingStats stats = new RoutingStats(3, 4);
        for (int step = 0; step < 2; step++) {
            Context ctx = Context.inference(backend, workspace);
            double[] logits = {5, 0, 0, 0, 0, 5, 0, 0, 5, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 5, 0, 0, 5, 0};
            Var l = ctx.constant(Tensor.of(backend, Shape.of(6, 4), logits));
            Routing routing =
                    new TopK(1, Weighting.UNIT).route(ctx, null, l, TestRows.of(backend, 3, 0, 0, 0, 0, 2, -1));
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

    private final Backend backend = new ReferenceBackend();
    private final Workspace workspace = new Workspace(backend);

    /** Routes rows of two tasks and a spare one by scores that prefer two experts each, in this order. */
    private Routing route(Context ctx, Selection selection, int[] task, int[]... preferred) {
        double[] logits = new double[task.length * 4];
        for (int row = 0; row < preferred.length; row++) {
            logits[row * 4 + preferred[row][0]] = 5;
            logits[row * 4 + preferred[row][1]] = 4;
        }
        Var l = ctx.constant(Tensor.of(backend, Shape.of(task.length, 4), logits));
        return selection.route(ctx, null, l, TestRows.of(backend, 2, task));
    }

    @Test
    void droppedChoicesAreCountedByTask() {
        Context ctx = Context.inference(backend, workspace);
        // two places per expert for 4 rows with 2 choices each: 4 2 / 4; rows 0, 1, 2 want 0 and 1
        Selection selection = new Capacity(new TopK(2, Weighting.RENORMALIZED), 1, Capacity.Priority.FIRST_COME);
        int[][] preferred = {{0, 1}, {0, 1}, {0, 1}};
        Routing routing = route(ctx, selection, new int[] {0, 0, 1, -1}, preferred);
        RoutingStats stats = new RoutingStats(2, 4);
        stats.add(ctx, RoutingStats.count(ctx, routing), RoutingStats.countWanted(ctx, routing));
        assertThat(stats.dropped(0)).isZero();
        assertThat(stats.dropped(1)).isEqualTo(1);
        assertThat(stats.dropped()).isCloseTo(2.0 / 6, within(1e-15));
        assertThat(new RoutingStats(2, 4).dropped()).isZero();
    }

    @Test
    void coActivationIsTheShareOfAnExpertsRowsThatAlsoGoToAnother() {
        Context ctx = Context.inference(backend, workspace);
        TopK topK = new TopK(2, Weighting.RENORMALIZED);
        int[][] preferred = {{0, 1}, {2, 0}, {1, 0}, {3, 2}, {0, 3}};
        Routing routing = route(ctx, topK, new int[] {0, 0, 0, 1, -1}, preferred);
        RoutingStats stats = new RoutingStats(2, 4);
        stats.addTogether(ctx, RoutingStats.countTogether(ctx, routing));
        stats.addTogether(ctx, RoutingStats.countTogether(ctx, routing));
        assertThat(stats.coActivation(0, 1)).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(stats.coActivation(0, 2)).isCloseTo(1.0 / 3, within(1e-15));
        assertThat(stats.coActivation(1, 0)).isEqualTo(1);
        assertThat(stats.coActivation(3, 2)).isEqualTo(1);
        assertThat(stats.coActivation(3, 0)).isZero();
    }

    private RoutingStats stats(int[] task, int... expert) {
        Context ctx = Context.inference(backend, workspace);
        int[][] preferred = new int[task.length][];
        for (int row = 0; row < task.length; row++) {
            preferred[row] = new int[] {expert[row], (expert[row] + 1) % 4};
        }
        RoutingStats stats = new RoutingStats(2, 4);
        stats.add(ctx, RoutingStats.count(ctx, route(ctx, new TopK(1, Weighting.UNIT), task, preferred)));
        return stats;
    }

    @Test
    void specialisationIsOneIfTheExpertDeterminesTheTaskAndZeroIfTheyAreIndependent() {
        assertThat(stats(new int[] {0, 0, 0, 1}, 0, 1, 1, 2).specialisation()).isCloseTo(1, within(1e-12));
        assertThat(stats(new int[] {0, 0, 1, 1}, 0, 1, 1, 0).specialisation()).isCloseTo(0, within(1e-12));
        // half of each task's rows go to an expert of its own: I = ln 2 / 2
        assertThat(stats(new int[] {0, 0, 1, 1}, 0, 1, 1, 2).specialisation()).isCloseTo(0.5, within(1e-12));
        assertThat(stats(new int[] {0, 0, 0, 0}, 0, 1, 2, 3).specialisation()).isZero();
    }

    @Test
    void theHistoryKeepsSummariesInTheOrderOfSteps() {
        RoutingHistory history = new RoutingHistory();
        history.add(10, stats(new int[] {0, 0, 1, 1}, 0, 1, 1, 0));
        history.add(20, stats(new int[] {0, 0, 1, 1}, 0, 0, 1, 1));
        assertThat(history.entries().collect(RoutingHistory.Entry::step)).containsExactly(10, 20);
        RoutingHistory.Entry last = history.entries().getLast();
        assertThat(last.load()).isEqualTo(new double[][] {{1, 0, 0, 0}, {0, 1, 0, 0}});
        assertThat(last.entropy()).containsExactly(0, 0);
        assertThat(last.maxOverMean()).isEqualTo(2);
        assertThat(last.specialisation()).isCloseTo(1, within(1e-12));
        assertThat(history.entries().getFirst().specialisation()).isCloseTo(0, within(1e-12));
        RoutingStats empty = new RoutingStats(2, 4);
        assertThatThrownBy(() -> history.add(20, empty))
                .hasMessage("routing history: step 20 after 20, expected a later one");
    }
}
