package panamoe.trainer.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.nn.Scope;
import panamoe.moe.MoeLayer;
import panamoe.moe.Rows;
import panamoe.tensor.Backend;
import panamoe.tensor.Erf;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.tensor.reference.ReferenceBackend;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.FeedForwardBlock;
import panamoe.trainer.encoder.FeedForwardWeights;
import panamoe.trainer.experiment.TinyWorld;

/** The oracle is the dense block, computed by plain loops in double precision. */
class ExpertStartTest {

    private static final int D = 4;
    private static final int HIDDEN = 12;
    private static final int TASKS = 3;
    private static final int ROWS = 7;

    private final Backend backend = new ReferenceBackend();
    private final Parameters parameters = new Parameters();
    private final double[] x = new Rng(2).normals(0, ROWS * D, 0, 1);
    private final FeedForwardWeights dense =
            new FeedForwardWeights(floats(1, D * HIDDEN), floats(2, HIDDEN), floats(3, HIDDEN * D), floats(4, D));

    private static float[] floats(int stream, int n) {
        double[] values = new Rng(7).normals(stream, n, 0, 1);
        float[] floats = new float[n];
        for (int i = 0; i < n; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private MoeLayer mixture(GateKind kind, String moe) {
        MoeSettings settings = TinyWorld.model("moe: {" + moe + "}").moe();
        MoeBlocks blocks = new MoeBlocks(backend, settings, kind, TASKS, 9, new Rng(1), ProcessGroup.single());
        FeedForwardBlock block = blocks.of(kind.experts(settings, TASKS))
                .create(Scope.of(parameters).child("layer"), dense);
        parameters.allocate(backend, new Rng(5));
        return ((FeedForwardBlock.Sparse) block).layer();
    }

    /** Three rows of task 0, four of task 2. */
    private double[] output(MoeLayer layer) {
        Context ctx = Context.inference(backend, new Workspace(backend));
        double[] weight = new double[ROWS];
        Arrays.fill(weight, 1.0 / ROWS);
        Rows rows = new Rows(
                Tensor.ofInts(backend, Shape.of(ROWS), 0, 0, 0, 2, 2, 2, 2),
                Tensor.ofInts(backend, Shape.of(TASKS + 1), 0, 3, 3, 7),
                Tensor.of(backend, Shape.of(1, ROWS), weight));
        return backend.readDoubles(layer.forward(ctx, ctx.constant(Tensor.of(backend, Shape.of(ROWS, D), x)), rows)
                .y()
                .value());
    }

    private double[] ofDense() {
        double[] y = new double[ROWS * D];
        for (int r = 0; r < ROWS; r++) {
            for (int h = 0; h < HIDDEN; h++) {
                double a = dense.bias1()[h];
                for (int i = 0; i < D; i++) {
                    a += x[r * D + i] * dense.weight1()[i * HIDDEN + h];
                }
                double active = a * (1 + Erf.erf(a / Math.sqrt(2))) / 2;
                for (int i = 0; i < D; i++) {
                    y[r * D + i] += active * dense.weight2()[h * D + i];
                }
            }
            for (int i = 0; i < D; i++) {
                y[r * D + i] += dense.bias2()[i];
            }
        }
        return y;
    }

    private Shape shape(String name) {
        return parameters.get("layer." + name).shape();
    }

    /** The tolerance allows for shares of the output bias in single precision. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TASK    | shared-expert: false                                                 | 12 | 0
            TASK    | shared-expert: true                                                  | 12 | 12
            TASK    | shared-expert: true, expert-width: 0.5                               | 6  | 6
            SHARED  | shared-expert: true, expert-width: 0.25                              | 3  | 9
            MIXTURE | shared-expert: true, expert-width: 0.5                               | 6  | 6
            PRIVATE | shared-expert: true, expert-width: 0.7                               | 8  | 4
            CGC     | shared-expert: false                                                 | 6  | 0
            CGC     | 'gate: {private-experts: 2}'                                         | 4  | 0
            CGC     | 'gate: {private-experts: 2, shared-experts: 4}'                      | 2  | 0
            CGC     | shared-expert: true                                                  | 6  | 12
            CGC     | 'shared-expert: true, expert-width: 0.5, gate: {shared-experts: 2}'  | 2  | 6
            """)
    void withoutNoiseTheMixtureEqualsTheDenseBlock(GateKind kind, String moe, int units, int ofShared) {
        MoeLayer layer = mixture(kind, "expert-noise: 0, " + moe);

        assertThat(output(layer)).containsExactly(ofDense(), within(1e-6));
        assertThat(shape("experts.weight1")).isEqualTo(Shape.of(layer.experts().count(), D, units));
        assertThat(parameters.find("layer.shared.weight1").isPresent()).isEqualTo(ofShared > 0);
        if (ofShared > 0) {
            assertThat(shape("shared.weight1")).isEqualTo(Shape.of(1, D, ofShared));
        }
    }

    /** The private experts of all tasks begin with the same units; the noise lets them differ. */
    @Test
    void theNoiseIsAnotherOneForEveryExpert() {
        mixture(GateKind.CGC, "expert-noise: 0.01, gate: {private-experts: 2}");
        double[] weights =
                backend.readDoubles(parameters.get("layer.experts.weight1").value());
        int size = D * HIDDEN / 3;
        double[] first = Arrays.copyOfRange(weights, size, 2 * size); // the first private expert of task 0
        double[] second = Arrays.copyOfRange(weights, 3 * size, 4 * size); // the first private expert of task 1

        assertThat(first).isNotEqualTo(second).containsExactly(second, within(0.1));
    }

    @Test
    void unitsThatCannotBeDividedAreRefused() {
        MoeSettings five = TinyWorld.model("moe: {gate: {private-experts: 4}}").moe();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExpertUnits.of(GateKind.CGC, five, 12))
                .withMessage("12 hidden units divided among the 5 experts of a task (private-experts + shared-experts):"
                        + " expected a number of experts that divides the units");
        MoeSettings narrow = TinyWorld.model("moe: {shared-expert: true, expert-width: 0.01}")
                .moe();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExpertUnits.of(GateKind.TASK, narrow, 12))
                .withMessage(
                        "expert-width 0.01 of 12 hidden units: expected at least one unit for the routed experts and"
                                + " one for the shared expert");
        ModelSettings model = TinyWorld.model("moe: {gate: {private-experts: 4}}");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> model.requireFits(TinyWorld.CONFIG, List.of(Method.DENSE_MTL, Method.CGC_MOE)))
                .withMessageStartingWith("method cgc-moe: 32 hidden units divided among the 5 experts of a task");
        model.requireFits(TinyWorld.CONFIG, List.of(Method.DENSE_MTL, Method.TASK_GATE_MOE));
    }
}
