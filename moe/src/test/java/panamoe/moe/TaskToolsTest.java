package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.eclipse.collections.api.factory.primitive.IntSets;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.nn.Scope;
import panamoe.autograd.optim.AdamW;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.DType;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

class TaskToolsTest {

    private static final int D = 5;
    private static final int EXPERTS = 6;
    private static final int N = 24;

    private final Backend backend = new ReferenceBackend();
    private final double[] x = new Rng(3).normals(0, N * D, 0, 1);

    /** Statistics of given choices, k = 1. */
    private RoutingStats stats(int tasks, int experts, int[] task, int... expert) {
        RoutingStats stats = new RoutingStats(tasks, experts);
        Context ctx = Context.inference(backend, new Workspace(backend));
        Tensor table = ctx.allocate(DType.I32, Shape.of(tasks, experts));
        backend.countPairs(
                Tensor.ofInts(backend, Shape.of(task.length), task),
                Tensor.ofInts(backend, Shape.of(task.length, 1), expert),
                table);
        stats.add(ctx, table);
        return stats;
    }

    @Test
    void relatednessByRoutingIsTheOverlapOfLoadsAveragedOverLayers() {
        int[] task = {0, 0, 1, 1, 2, 2};
        RoutingStats low = stats(3, 4, task, 0, 1, 0, 1, 2, 3);
        RoutingStats high = stats(3, 4, task, 0, 1, 0, 2, 1, 0);
        TaskRelatedness relatedness = TaskRelatedness.byRouting(List.of(low, high));
        assertThat(relatedness.score(0, 1)).isCloseTo((1 + 0.5) / 2, within(1e-15));
        assertThat(relatedness.score(0, 2)).isCloseTo((0 + 1) / 2.0, within(1e-15));
        assertThat(relatedness.score(2, 1)).isCloseTo((0 + 0.5) / 2, within(1e-15));
        assertThat(relatedness.mostRelated(2, 0, 1, 2)).isZero();
        assertThat(relatedness.mostRelated(2, 1)).isEqualTo(1);
        assertThat(relatedness.mostRelated(0, 2, 1)).isEqualTo(1);
        assertThatThrownBy(() -> relatedness.mostRelated(2, 2)).hasMessageContaining("expected another task");
    }

    @Test
    void relatednessByProbeLossPrefersTheLowestAndTheLowerNumberAmongEquals() {
        double[][] loss = {{9, 2, 0.5}, {1, 9, 0.5}, {3, 1, 9}};
        TaskRelatedness relatedness = TaskRelatedness.byProbeLoss(3, (source, target) -> loss[source][target]);
        assertThat(relatedness.mostRelated(0, 0, 1, 2)).isEqualTo(1);
        assertThat(relatedness.mostRelated(1, 0, 1, 2)).isEqualTo(2);
        assertThat(relatedness.mostRelated(2, 1, 0)).isZero();
        assertThatThrownBy(() -> TaskRelatedness.byProbeLoss(2, (source, target) -> Double.NaN))
                .hasMessage("probe loss of task 1 with the gate of 0: NaN, expected a finite number");
    }

    /** A small model for T tasks: a layer with one gate per task. */
    private record Model(Parameters parameters, MoeLayer layer, AdamW optimizer) {}

    private Model model(Backend on, int tasks, Selection selection, long seed) {
        Parameters parameters = new Parameters();
        MoeLayer layer = new MoeLayer(
                new TaskGate(Scope.of(parameters).child("gate"), tasks, D, EXPERTS, 1, 1),
                selection,
                new Experts(Scope.of(parameters).child("experts"), EXPERTS, D, 7, Experts.Start.normal(1)));
        parameters.allocate(on, new Rng(seed));
        // no clipping: the norm is summed over the whole buffer, and a longer one rounds otherwise
        AdamW.Settings settings = new AdamW.Settings(0.9, 0.999, 1e-8, Double.POSITIVE_INFINITY);
        AdamW optimizer = new AdamW(parameters, settings, p -> new AdamW.Group(0.01, 0.1));
        return new Model(parameters, layer, optimizer);
    }

    private void train(Model model, int tasks, int steps) {
        Backend on = model.parameters.backend();
        Workspace workspace = new Workspace(on);
        int[] task = new int[N];
        Arrays.fill(task, 10, N, 1);
        for (int step = 0; step < steps; step++) {
            Context ctx = Context.training(on, workspace, model.parameters, null);
            MoeLayer.Output out = model.layer.forward(
                    ctx, ctx.constant(Tensor.of(on, Shape.of(N, D), x)), TestRows.of(on, tasks, task));
            ctx.backward(out.y().square().mean());
            model.optimizer.step(1, IntSets.immutable.of(0, 1));
        }
    }

    private double[] output(Model model, int tasks, int task) {
        Backend on = model.parameters.backend();
        Context ctx = Context.inference(on, new Workspace(on));
        Tensor rows = Tensor.of(on, Shape.of(N, D), x);
        int[] of = new int[N];
        Arrays.fill(of, task);
        return on.readDoubles(model.layer
                .forward(ctx, ctx.constant(rows), TestRows.of(on, tasks, of))
                .y()
                .value());
    }

    @Test
    void anAddedTaskLeavesAllElseAsItWasToTheBitAndTrainingGoesOnAlike() {
        try (Backend cpu = Backends.create("auto", 2)) {
            Selection selection = new TopK(2, Weighting.RENORMALIZED);
            Model trained = model(cpu, 2, selection, 1);
            train(trained, 2, 5);
            Model larger = model(cpu, 3, selection, 99);
            double[] fresh =
                    cpu.readDoubles(larger.parameters.get("gate.weight").value().rowSlice(2, 3));
            TaskAddition.copy(trained.parameters, trained.optimizer, larger.parameters, larger.optimizer);

            assertThat(output(larger, 3, 0)).containsExactly(output(trained, 2, 0));
            assertThat(output(larger, 3, 1)).containsExactly(output(trained, 2, 1));
            assertThat(cpu.readDoubles(
                            larger.parameters.get("gate.weight").value().rowSlice(2, 3)))
                    .containsExactly(fresh);

            // gate.weight has a segment per task, then gate.bias, then the experts' four
            assertThat(trained.optimizer.stepCounts()).containsExactly(5, 5, 5, 5, 5, 5, 5, 5);
            assertThat(larger.optimizer.stepCounts()).containsExactly(5, 5, 0, 5, 5, 0, 5, 5, 5, 5);
            train(trained, 2, 3);
            train(larger, 3, 3);
            assertThat(output(larger, 3, 0)).containsExactly(output(trained, 2, 0));
            assertThat(output(larger, 3, 1)).containsExactly(output(trained, 2, 1));
            assertThat(cpu.readDoubles(
                            larger.parameters.get("gate.weight").value().rowSlice(2, 3)))
                    .containsExactly(fresh);

            GateTransfer.copy(cpu, (TaskGate) larger.layer.gate(), 0, 2);
            assertThat(output(larger, 3, 2)).containsExactly(output(trained, 2, 0));
        }
    }

    @Test
    void aModelOfAnotherKindIsNoPlaceForATrainedOne() {
        Selection selection = new TopK(2, Weighting.RENORMALIZED);
        Parameters two = model(backend, 2, selection, 1).parameters;
        Parameters one = model(backend, 1, selection, 1).parameters;
        assertThatThrownBy(() -> TaskAddition.copy(two, one))
                .hasMessage("adding tasks: parameter gate.weight[2, 5, 6] cannot become gate.weight[1, 5, 6],"
                        + " expected the same shape, or one that is nowhere smaller");
        Parameters other = new Parameters();
        new SharedGate(Scope.of(other).child("other"), D, EXPERTS, 1);
        other.allocate(backend, new Rng(1));
        assertThatThrownBy(() -> TaskAddition.copy(two, other))
                .hasMessageContaining("gate.weight of the first model meets other.weight");
    }

    @Test
    void theUsedExpertsAreThoseAboveTheThresholdAndNeverFewerThanAreChosen() {
        int[] task = new int[10];
        RoutingStats stats = stats(1, EXPERTS, task, 4, 4, 4, 4, 4, 4, 1, 1, 1, 5);
        assertThat(Pruning.used(stats, 0, 0.2, 1)).containsExactly(1, 4);
        assertThat(Pruning.used(stats, 0, 0, 1)).containsExactly(1, 4, 5);
        assertThat(Pruning.used(stats, 0, 1, 1)).containsExactly(4);
        assertThat(Pruning.used(stats, 0, 0.5, 2)).containsExactly(1, 4);
        assertThat(Pruning.used(stats, 0, 0.5, 4)).containsExactly(0, 1, 4, 5);
    }

    private Model pruned(Model model, int task, int[] kept) {
        Parameters parameters = new Parameters();
        MoeLayer layer = Pruning.layer(
                backend, model.layer, task, kept, Scope.of(parameters).child("task"));
        parameters.allocate(backend, new Rng(0));
        return new Model(parameters, layer, null);
    }

    private int[] used(Model model, double threshold) {
        Context ctx = Context.inference(backend, new Workspace(backend));
        MoeLayer.Output out = model.layer.forward(
                ctx, ctx.constant(Tensor.of(backend, Shape.of(N, D), x)), TestRows.of(backend, 3, twos()));
        RoutingStats stats = new RoutingStats(3, EXPERTS);
        stats.add(ctx, RoutingStats.count(ctx, out.routing()));
        return Pruning.used(stats, 2, threshold, 1);
    }

    private static int[] twos() {
        int[] task = new int[N];
        Arrays.fill(task, 2);
        return task;
    }

    @Test
    void aTasksOwnModelGivesTheSameAsLongAsItKeepsWhatIsUsed() {
        for (Selection selection : List.of(new TopK(1, Weighting.UNIT), new TopK(2, Weighting.RENORMALIZED))) {
            Model model = model(backend, 3, selection, 4);
            // expert 3 out of every task's reach
            double[] bias =
                    backend.readDoubles(model.parameters.get("gate.bias").value());
            for (int t = 0; t < 3; t++) {
                bias[t * EXPERTS + 3] = -50;
            }
            backend.write(model.parameters.get("gate.bias").value(), bias);
            int[] used = used(model, 0);
            assertThat(used).doesNotContain(3);
            Model own = pruned(model, 2, used);
            assertThat(own.parameters.get("task.experts.weight1").shape().dim(0))
                    .isEqualTo(used.length)
                    .isLessThan(EXPERTS);
            double[] before = output(model, 3, 2);
            assertThat(output(own, 1, 0)).containsExactly(before, within(1e-12));
            assertThat(Pruning.change(before, output(own, 1, 0))).isLessThan(1e-13);
        }
    }

    @Test
    void theChangeOfOutputIsReportedWhenMoreIsPruned() {
        Model model = model(backend, 3, new TopK(1, Weighting.UNIT), 4);
        int[] busiest = used(model, 1);
        assertThat(busiest).hasSize(1);
        double change = Pruning.change(output(model, 3, 2), output(pruned(model, 2, busiest), 1, 0));
        assertThat(change).isBetween(0.1, 10.0);
        assertThat(Pruning.change(new double[] {3, 4}, new double[] {3, 1})).isCloseTo(0.6, within(1e-15));
        assertThatThrownBy(() -> pruned(model(backend, 3, new ExpertChoice(1), 4), 2, busiest))
                .hasMessage("pruning a layer that selects by ExpertChoice: expected TopK or AllExperts");
        assertThatThrownBy(() -> pruned(model, 3, busiest)).hasMessageContaining("expected 0..2");
    }
}
