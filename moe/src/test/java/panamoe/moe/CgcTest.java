package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.autograd.Context;
import panamoe.autograd.GradCheck;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Erf;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

/** The layer of Tang et al. 2020, section 4.1: three tasks, two shared experts and three private ones of each task. */
class CgcTest {

    private static final int TASKS = 3;
    private static final int D = 4;
    private static final int HIDDEN = 5;
    private static final int SHARED = 2;
    private static final int OWN = 3;
    private static final int OF_TASK = SHARED + OWN;
    private static final int EXPERTS = SHARED + TASKS * OWN;
    private static final int[] TASK = {0, 0, 0, 1, 2, 2, 2, -1, -1};

    private final Backend backend = new ReferenceBackend();
    private final Parameters parameters = new Parameters();
    private final double[] x = new Rng(8).normals(0, TASK.length * D, 0, 1);
    private final CgcGate gate =
            new CgcGate(Scope.of(parameters).child("gate"), new CgcGate.Sizes(TASKS, D, SHARED, OWN));
    private final MoeLayer layer = new MoeLayer(
            gate,
            new OwnExperts(OF_TASK),
            new Experts(Scope.of(parameters).child("experts"), EXPERTS, D, HIDDEN, Experts.Start.normal(1)));

    /** Random values in place of the zeros with which the gate starts. */
    private void allocate(Backend on) {
        parameters.allocate(on, new Rng(3));
        for (String name : new String[] {"gate.weight", "gate.bias", "experts.bias1", "experts.bias2"}) {
            Parameter parameter = parameters.get(name);
            on.write(
                    parameter.value(),
                    new Rng(name.hashCode()).normals(0, parameter.shape().size(), 0, 1));
        }
    }

    private MoeLayer.Output forward(Backend on, Context ctx, int... task) {
        double[] rows = Arrays.copyOf(x, task.length * D);
        return layer.forward(
                ctx, ctx.constant(Tensor.of(on, Shape.of(task.length, D), rows)), TestRows.of(on, TASKS, task));
    }

    private double[] values(String name) {
        return backend.readDoubles(parameters.get(name).value());
    }

    /** The shared experts, then the private ones of a task. */
    private static int[] expertsOf(int task) {
        return IntStream.concat(
                        IntStream.range(0, SHARED), IntStream.range(0, OWN).map(i -> SHARED + task * OWN + i))
                .toArray();
    }

    /** The formulas of the paper, with softmax weights times the number of experts of a task. */
    private double[] plain() {
        double[] weight = values("gate.weight");
        double[] bias = values("gate.bias");
        double[] y = new double[x.length];
        for (int r = 0; r < TASK.length; r++) {
            if (TASK[r] < 0) {
                continue;
            }
            double[] e = new double[OF_TASK];
            for (int j = 0; j < OF_TASK; j++) {
                double score = bias[TASK[r] * OF_TASK + j];
                for (int i = 0; i < D; i++) {
                    score += x[r * D + i] * weight[(TASK[r] * D + i) * OF_TASK + j];
                }
                e[j] = Math.exp(score);
            }
            double sum = Arrays.stream(e).sum();
            for (int j = 0; j < OF_TASK; j++) {
                double[] out = expert(expertsOf(TASK[r])[j], r);
                for (int i = 0; i < D; i++) {
                    y[r * D + i] += OF_TASK * e[j] / sum * out[i];
                }
            }
        }
        return y;
    }

    private double[] expert(int expert, int row) {
        double[] w1 = values("experts.weight1");
        double[] b1 = values("experts.bias1");
        double[] w2 = values("experts.weight2");
        double[] out = Arrays.copyOfRange(values("experts.bias2"), expert * D, (expert + 1) * D);
        for (int h = 0; h < HIDDEN; h++) {
            double a = b1[expert * HIDDEN + h];
            for (int i = 0; i < D; i++) {
                a += x[row * D + i] * w1[(expert * D + i) * HIDDEN + h];
            }
            double active = a * (1 + Erf.erf(a / Math.sqrt(2))) / 2;
            for (int i = 0; i < D; i++) {
                out[i] += active * w2[(expert * HIDDEN + h) * D + i];
            }
        }
        return out;
    }

    @Test
    void theOutputIsTheSumOfTheSharedAndOwnExpertsWeightedByTheGateOfTheTask() {
        allocate(backend);

        MoeLayer.Output output = forward(backend, Context.inference(backend, new Workspace(backend)), TASK);

        assertThat(backend.readDoubles(output.y().value())).containsExactly(plain(), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "auto"})
    void theFastBackendsAgreeWithTheReference(String name) {
        allocate(backend);
        double[] expected =
                backend.readDoubles(forward(backend, Context.inference(backend, new Workspace(backend)), TASK)
                        .y()
                        .value());
        Parameters same = new Parameters();
        try (Backend fast = Backends.create(name, 2)) {
            MoeLayer other = new MoeLayer(
                    new CgcGate(Scope.of(same).child("gate"), new CgcGate.Sizes(TASKS, D, SHARED, OWN)),
                    new OwnExperts(OF_TASK),
                    new Experts(Scope.of(same).child("experts"), EXPERTS, D, HIDDEN, Experts.Start.normal(1)));
            same.allocate(fast, new Rng(3));
            same.list().forEach(p -> fast.write(p.value(), values(p.name())));
            Context ctx = Context.inference(fast, new Workspace(fast));
            Var rows = ctx.constant(Tensor.of(fast, Shape.of(TASK.length, D), x));

            double[] actual = fast.readDoubles(
                    other.forward(ctx, rows, TestRows.of(fast, TASKS, TASK)).y().value());

            // outputs of up to 50, in single precision
            assertThat(actual).containsExactly(expected, within(1e-4));
        }
    }

    @Test
    void everyRowGoesToTheExpertsOfItsTaskEvenIfTheirProbabilitiesUnderflow() {
        allocate(backend);
        double[] bias = values("gate.bias");
        Arrays.setAll(bias, i -> i % OF_TASK == 3 ? 2000 : -2000);
        backend.write(parameters.get("gate.bias").value(), bias);

        Routing routing = forward(backend, Context.inference(backend, new Workspace(backend)), TASK)
                .routing();

        int[] experts = backend.readInts(routing.experts());
        double[] p = backend.readDoubles(routing.probabilities().value());
        for (int r = 0; r < TASK.length; r++) {
            int[] row = Arrays.copyOfRange(experts, r * OF_TASK, (r + 1) * OF_TASK);
            if (TASK[r] < 0) {
                assertThat(row).containsOnly(-1);
            } else {
                assertThat(row).containsExactlyInAnyOrder(expertsOf(TASK[r]));
                int certain = expertsOf(TASK[r])[3];
                assertThat(p[r * EXPERTS + certain]).isEqualTo(1);
            }
        }
    }

    @Test
    void gradientsAgreeWithCentralDifferences() {
        Parameter rows = parameters.add("x", Shape.of(TASK.length, D), Init.normal(1));
        allocate(backend);

        new GradCheck(backend)
                .check(
                        parameters,
                        ctx -> layer.forward(ctx, ctx.parameter(rows), TestRows.of(backend, TASKS, TASK))
                                .y())
                .assertBelow(1e-7);
    }

    /** Rows of the tasks 0 and 2 only: task 1 has a gate and experts 5 to 7 of its own. */
    @Test
    void theRowsOfOtherTasksGiveNoGradientToPrivateExpertsAndGates() {
        allocate(backend);
        Context ctx = Context.training(backend, new Workspace(backend), parameters, null);

        ctx.backward(forward(backend, ctx, 0, 0, 2, 2, 2, -1).y().square().sum());

        for (String name : new String[] {"weight1", "bias1", "weight2", "bias2"}) {
            for (int e = 0; e < EXPERTS; e++) {
                double[] gradient = entry(parameters.get("experts." + name), e);
                if (e >= SHARED + OWN && e < SHARED + 2 * OWN) {
                    assertThat(gradient).as(name + " of expert " + e).containsOnly(0);
                } else {
                    assertThat(gradient).as(name + " of expert " + e).doesNotContain(0);
                }
            }
        }
        for (Parameter own : gate.taskParameters()) {
            assertThat(entry(own, 0)).as(own.name()).doesNotContain(0);
            assertThat(entry(own, 1)).as(own.name()).containsOnly(0);
        }
    }

    private double[] entry(Parameter stack, int entry) {
        return backend.readDoubles(stack.gradient().rowSlice(entry, entry + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "scalar", "auto"})
    void allWeightsAreExactlyOneAtTheStart(String name) {
        try (Backend on = Backends.create(name, 1)) {
            parameters.allocate(on, new Rng(3));

            Routing routing =
                    forward(on, Context.inference(on, new Workspace(on)), TASK).routing();

            double[] weights = on.readDoubles(routing.weights().value());
            assertThat(Arrays.copyOf(weights, 7 * OF_TASK)).containsOnly(1);
        }
    }

    @Test
    void aTransferredGateWeightsTheNewTasksExpertsAsThoseOfItsSource() {
        allocate(backend);
        GateTransfer.copy(backend, gate, 0, 1);
        for (int i = 0; i < OWN; i++) {
            layer.experts().copy(backend, SHARED + i, SHARED + OWN + i);
        }

        double[] of0 = output(0, 0, 0);
        assertThat(output(1, 1, 1)).containsExactly(of0);
        assertThat(output(2, 2, 2)).isNotEqualTo(of0);
    }

    private double[] output(int... task) {
        return backend.readDoubles(forward(backend, Context.inference(backend, new Workspace(backend)), task)
                .y()
                .value());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CgcGate.Sizes(3, 4, 0, 1))
                .withMessage(
                        "CGC gate of 3 tasks, 4 features, 0 shared and 1 private experts per task: expected at least"
                                + " 1 of each");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OwnExperts(0))
                .withMessage("0 experts of each row: expected at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OwnExperts(5).checkExperts(4))
                .withMessage("5 experts of each row, of 4: expected at most as many as there are");
        CgcGate smaller = new CgcGate(Scope.of(new Parameters()), new CgcGate.Sizes(2, D, SHARED, OWN));
        Part others = new Part(IntLists.immutable.of(0, 2), IntLists.immutable.of(0, 1, 2, 3, 4, 5, 6, 7));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> smaller.takePart(backend, gate, others))
                .withMessage(
                        "experts [0, 1, 2, 3, 4, 5, 6, 7] of the tasks [0, 2] to keep: expected the shared experts and"
                                + " the private ones of these tasks, [0, 1, 2, 3, 4, 8, 9, 10]");
        allocate(backend);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> layer.experts().copy(backend, 0, EXPERTS))
                .withMessage("copy of expert 0 to 11: expected experts 0..10");
    }
}
