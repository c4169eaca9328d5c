package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

class GateTransferTest {

    private static final int D = 6;
    private static final int EXPERTS = 5;

    private final Backend backend = new ReferenceBackend();
    private final Workspace workspace = new Workspace(backend);
    private TaskGate gate;

    @BeforeEach
    void allocate() {
        Parameters parameters = new Parameters();
        gate = new TaskGate(Scope.of(parameters).child("gate"), 3, D, EXPERTS, 0.02, 1);
        parameters.allocate(backend, new Rng(13));
    }

    private int[] route(int task) {
        Context ctx = Context.inference(backend, workspace);
        int n = 40;
        int[] tasks = new int[n];
        java.util.Arrays.fill(tasks, task);
        Rows rows = TestRows.of(backend, 3, tasks);
        Var x = ctx.constant(Tensor.of(backend, Shape.of(n, D), new Rng(14).normals(0, n * D, 0, 30)));
        return backend.readInts(new TopK(1, Weighting.UNIT)
                .route(ctx, null, gate.logits(ctx, x, rows), rows)
                .experts());
    }

    @Test
    void aCopiedGateRoutesExactlyAsItsSourceAndNoOtherGateChanges() {
        int[] source = route(0);
        int[] other = route(1);
        assertThat(route(2)).isNotEqualTo(source);
        GateTransfer.copy(backend, gate, 0, 2);
        assertThat(route(2)).isEqualTo(source);
        assertThat(route(0)).isEqualTo(source);
        assertThat(route(1)).isEqualTo(other);
        assertThatThrownBy(() -> GateTransfer.copy(backend, gate, 3, 0)).hasMessageContaining("expected tasks 0..2");
    }

    @Test
    void startAtLeastUsedPrefersUnusedExperts() {
        int[] before = route(0);
        GateTransfer.startAtLeastUsed(backend, gate, 2, new double[] {0.5, 0.3, 0, 0.2, 0});
        double[] bias = backend.readDoubles(gate.bias().value());
        double[] entry = java.util.Arrays.copyOfRange(bias, 2 * EXPERTS, 3 * EXPERTS);
        // the order is that of 1 / use, and the odds of experts 0 and 2 are (0 + 0.02) / (0.5 + 0.02)
        assertThat(entry[2]).isEqualTo(entry[4]).isGreaterThan(entry[3]);
        assertThat(entry[3]).isGreaterThan(entry[1]);
        assertThat(entry[1]).isGreaterThan(entry[0]);
        assertThat(Math.exp(entry[2] - entry[0])).isCloseTo(26, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(route(0)).isEqualTo(before);
    }
}
