package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Erf;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

class GatesTest {

    private static final int D = 3;
    private static final int[] TASK = {0, 0, 0, 2, 2, -1};

    private final Backend backend = new ReferenceBackend();
    private final Workspace workspace = new Workspace(backend);
    private final Parameters parameters = new Parameters();
    private final double[] x = new Rng(8).normals(0, TASK.length * D, 0, 1);

    private double[] logits(Gate gate, Rows rows) {
        return logits(gate, rows, Context.inference(backend, workspace));
    }

    private double[] logits(Gate gate, Rows rows, Context ctx) {
        Var rowsOfX = ctx.constant(Tensor.of(backend, Shape.of(rows.count(), D), x));
        return backend.readDoubles(gate.logits(ctx, rowsOfX, rows).value());
    }

    private Context training(int step) {
        Tensor key = Tensor.ofInts(backend, Shape.of(3), Context.dropoutKey(new Rng(5), step));
        return Context.training(backend, workspace, parameters, key);
    }

    private double[] values(String name) {
        return backend.readDoubles(parameters.get(name).value());
    }

    @Test
    void theTaskEmbeddingGateIsATwoLayerNetworkWithABiasFromTheTaskEmbedding() {
        TaskEmbeddingGate gate =
                new TaskEmbeddingGate(Scope.of(parameters).child("gate"), new TaskEmbeddingGate.Sizes(3, D, 2, 5, 4));
        parameters.allocate(backend, new Rng(2));
        double[] v = values("gate.task");
        double[] u = values("gate.project");
        double[] w1 = values("gate.weight1");
        double[] w2 = values("gate.weight2");
        double[] actual = logits(gate, TestRows.of(backend, 3, TASK));
        for (int r = 0; r < 5; r++) {
            for (int e = 0; e < 4; e++) {
                double expected = 0;
                for (int h = 0; h < 5; h++) {
                    double a = v[2 * TASK[r]] * u[h] + v[2 * TASK[r] + 1] * u[5 + h];
                    for (int i = 0; i < D; i++) {
                        a += x[r * D + i] * w1[i * 5 + h];
                    }
                    expected += a * (1 + Erf.erf(a / Math.sqrt(2))) / 2 * w2[h * 4 + e];
                }
                assertThat(actual[r * 4 + e]).isCloseTo(expected, within(1e-12));
            }
        }
    }

    @Test
    void aTransferredTaskEmbeddingGivesTheScoresOfItsSource() {
        TaskEmbeddingGate gate =
                new TaskEmbeddingGate(Scope.of(parameters).child("gate"), new TaskEmbeddingGate.Sizes(3, D, 2, 5, 4));
        parameters.allocate(backend, new Rng(2));
        double[] of0 = logits(gate, TestRows.of(backend, 3, 0, 0, 0, 0, 0, 0));
        Rows of1 = TestRows.of(backend, 3, 1, 1, 1, 1, 1, 1);
        assertThat(logits(gate, of1)).isNotEqualTo(of0);
        GateTransfer.copy(backend, gate, 0, 1);
        assertThat(logits(gate, of1)).containsExactly(of0);
    }

    @Test
    void theHashGateSendsATokenToOneExpertWithCertaintyAndSpreadsTheTokens() {
        HashGate gate = new HashGate(Scope.of(parameters).child("hash"), 4000, 4, new Rng(1));
        HashGate same = new HashGate(Scope.of(parameters).child("same"), 4000, 4, new Rng(1));
        HashGate other = new HashGate(Scope.of(parameters).child("other"), 4000, 4, new Rng(2));
        parameters.allocate(backend, new Rng(2));
        assertThat(values("same.scores")).containsExactly(values("hash.scores"));
        assertThat(values("other.scores")).isNotEqualTo(values("hash.scores"));

        Rows plain = TestRows.of(backend, 3, TASK);
        Rows rows = new Rows(
                plain.task(),
                plain.taskOffsets(),
                plain.weight(),
                Tensor.ofInts(backend, Shape.of(6), 7, 3999, 7, 7, 0, -1));
        Context ctx = Context.inference(backend, workspace);
        Var l = gate.logits(ctx, ctx.constant(Tensor.of(backend, Shape.of(6, D), x)), rows);
        Routing routing = new TopK(1, Weighting.PROBABILITY).route(ctx, null, l, rows);
        int[] experts = backend.readInts(routing.experts());
        assertThat(experts[2]).isEqualTo(experts[0]).isEqualTo(experts[3]);
        assertThat(experts[5]).isEqualTo(-1);
        assertThat(Arrays.copyOf(backend.readDoubles(routing.weights().value()), 5))
                .containsOnly(1);

        // 1000 per expert with a standard deviation of 27
        double[] table = values("hash.scores");
        for (int e = 0; e < 4; e++) {
            int count = 0;
            for (int token = 0; token < 4000; token++) {
                count += table[token * 4 + e] > 0 ? 1 : 0;
            }
            assertThat(count).isBetween(860, 1140);
        }
        assertThatThrownBy(() -> logits(gate, plain)).hasMessageContaining("the rows have no token numbers");
    }

    @Test
    void theRandomGateIsFixedByItsSeedOutsideTrainingAndByKeyAndStepWithin() {
        parameters.allocate(backend, new Rng(2));
        Rows rows = TestRows.of(backend, 3, TASK);
        double[] fixed = logits(new RandomGate(4, new Rng(1)), rows);
        Arrays.fill(x, 0);
        assertThat(logits(new RandomGate(4, new Rng(1)), rows)).containsExactly(fixed);
        assertThat(logits(new RandomGate(4, new Rng(1L << 40)), rows)).isNotEqualTo(fixed);
        double[] drawn = logits(new RandomGate(4, new Rng(1)), rows, training(0));
        assertThat(logits(new RandomGate(4, new Rng(9)), rows, training(0))).containsExactly(drawn);
        assertThat(logits(new RandomGate(4, new Rng(1)), rows, training(1))).isNotEqualTo(drawn);
    }

    @Test
    void theRandomGateChoosesAllExpertsEquallyOften() {
        int n = 4000;
        Context ctx = Context.inference(backend, workspace);
        Rows rows = TestRows.of(backend, 1, new int[n]);
        Routing routing = new TopK(1, Weighting.UNIT)
                .route(ctx, null, new RandomGate(4, new Rng(3)).logits(ctx, null, rows), rows);
        double[] shares = backend.readDoubles(Dispatch.of(ctx, routing).fractions(ctx));
        // standard deviation 0.0068
        assertThat(shares).containsExactly(new double[] {0.25, 0.25, 0.25, 0.25}, within(0.035));
    }

    @Test
    void privateExpertsServeOnlyTheirTask() {
        SharedGate within = new SharedGate(Scope.of(parameters).child("gate.within"), D, 6, 1);
        Gate gate = new PrivateExpertsGate(Scope.of(parameters).child("gate"), 3, within);
        parameters.allocate(backend, new Rng(2));
        Rows rows = TestRows.of(backend, 3, TASK);
        Context ctx = Context.inference(backend, workspace);
        Var rowsOfX = ctx.constant(Tensor.of(backend, Shape.of(6, D), x));
        Routing routing = new TopK(2, Weighting.RENORMALIZED).route(ctx, null, gate.logits(ctx, rowsOfX, rows), rows);
        int[] experts = backend.readInts(routing.experts());
        double[] p = backend.readDoubles(routing.probabilities().value());
        for (int r = 0; r < 5; r++) {
            for (int j = 0; j < 2; j++) {
                assertThat(experts[2 * r + j] / 2).isEqualTo(TASK[r]);
            }
            for (int e = 0; e < 6; e++) {
                if (e / 2 != TASK[r]) {
                    assertThat(p[6 * r + e]).isZero();
                }
            }
        }
        assertThatThrownBy(
                        () -> new PrivateExpertsGate(Scope.of(new Parameters()).child("gate"), 4, within))
                .hasMessage("6 experts private to 4 tasks: expected a multiple of the tasks");
    }

    @Test
    void jitterMovesTheGatesInputInTrainingOnlyAndByNoMoreThanItsBound() {
        SharedGate plain = new SharedGate(Scope.of(parameters).child("gate"), D, D, 1);
        JitterGate jitter = new JitterGate(plain, 0.1);
        parameters.allocate(backend, new Rng(2));
        double[] identity = new double[D * D];
        for (int i = 0; i < D; i++) {
            identity[i * D + i] = 1;
        }
        backend.write(parameters.get("gate.weight").value(), identity);
        Rows rows = TestRows.of(backend, 3, TASK);
        assertThat(logits(jitter, rows)).containsExactly(x);
        double[] moved = logits(jitter, rows, training(0));
        for (int i = 0; i < x.length; i++) {
            assertThat(moved[i] / x[i]).isBetween(0.9, 1.1).isNotEqualTo(1);
        }
        assertThatThrownBy(() -> new JitterGate(plain, 1)).hasMessageContaining("expected above 0 and below 1");
    }
}
