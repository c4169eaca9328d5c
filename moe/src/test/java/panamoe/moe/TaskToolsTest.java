package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.eclipse.collections.api.factory.primitive.IntSets;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.nn.Scope;
import panamoe.autograd.optim.AdamW;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
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

    /** A small model for T tasks: a layer with one gate per task. */
    private record Model(Parameters parameters, MoeLayer layer, AdamW optimizer) {}

    private Model model(Backend on, int tasks, Selection selection, long seed) {
        Parameters parameters = new Parameters();
        MoeLayer layer = new MoeLayer(
                new TaskGate(Scope.of(parameters).child("gate"), tasks, D, EXPERTS, 1, 1),
                selection,
                new Experts(Scope.of(parameters).child("experts"), EXPERTS, D, 7, Experts.Start.normal(1)));
        parameters.allocate(on, new Rng(seed));
        // no clipping: the norm is a sum over the whole buffer, and a longer buffer rounds differently
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
    void anAddedTaskLeavesTheOtherTasksAsTheyAreToTheBit() {
        try (Backend cpu = Backends.create("auto", 2)) {
            Selection selection = new TopK(2, Weighting.RENORMALIZED);
            Model trained = model(cpu, 2, selection, 1);
            train(trained, 2, 5);
            Model larger = model(cpu, 3, selection, 99);
            double[] fresh =
                    cpu.readDoubles(larger.parameters.get("gate.weight").value().rowSlice(2, 3));
            TaskAddition.copy(trained.parameters, larger.parameters);

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
    void refusesAModelOfAnotherKind() {
        Selection selection = new TopK(2, Weighting.RENORMALIZED);
        Parameters two = model(backend, 2, selection, 1).parameters;
        Parameters one = model(backend, 1, selection, 1).parameters;
        assertThatThrownBy(() -> TaskAddition.copy(two, one))
                .hasMessage("adding tasks: parameter gate.weight[2, 5, 6] cannot become gate.weight[1, 5, 6],"
                        + " expected a shape that is no smaller in any dimension");
        Parameters other = new Parameters();
        new SharedGate(Scope.of(other).child("other"), D, EXPERTS, 1);
        other.allocate(backend, new Rng(1));
        assertThatThrownBy(() -> TaskAddition.copy(two, other))
                .hasMessageContaining("the first model has parameter gate.weight where the second has other.weight");
    }
}
