package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

/** A step's kernels do not depend on its data: the condition for replaying a step as one captured graph. */
class StepSequenceTest {

    private static final int D = 8;

    private final RecordingBackend recording = new RecordingBackend(new ReferenceBackend());
    private final Backend backend = recording.backend();
    private final Parameters parameters = new Parameters();
    private final MoeLayer layer = new MoeLayer(
            new TaskGate(parameters, "gate", 3, D, 4, 0.02, 1),
            new TopK(2, Weighting.RENORMALIZED),
            new Experts(parameters, "experts", 4, D, 16, Experts.Start.normal(0.5)));

    private List<String> step(Workspace workspace, LoadAverage average, int seed, int... task) {
        Tensor x = Tensor.of(backend, Shape.of(task.length, D), new Rng(seed).normals(0, task.length * D, 0, 3));
        Rows rows = TestRows.of(backend, 3, task);
        return recording.record(() -> {
            Context ctx = Context.training(backend, workspace, parameters, null);
            MoeLayer.Output out = layer.forward(ctx, ctx.constant(x), rows);
            RoutingStats.count(ctx, out.routing());
            Var loss = out.y()
                    .square()
                    .mean()
                    .add(RouterLosses.loadBalance(ctx, out, average).scale(0.01));
            ctx.backward(loss);
        });
    }

    @Test
    void twoStepsOnDifferentDataLaunchTheSameKernels() {
        parameters.allocate(backend, new Rng(1));
        Workspace workspace = new Workspace(backend);
        LoadAverage average = new LoadAverage(backend, 4, 0.9);
        List<String> first = step(workspace, average, 1, 0, 0, 0, 0, 1, 1, 2, -1);
        // other values, another split of rows over tasks, a task without rows, other spare rows
        List<String> second = step(workspace, average, 2, 1, 1, 2, 2, 2, -1, -1, -1);
        assertThat(first).hasSizeGreaterThan(30).isEqualTo(second);
    }

    @Test
    void theRecorderRefusesHostReads() {
        Tensor x = Tensor.of(backend, Shape.of(1), 1.0);
        assertThatThrownBy(() -> recording.record(() -> backend.readDoubles(x)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("host read inside a step: readDoubles");
    }
}
