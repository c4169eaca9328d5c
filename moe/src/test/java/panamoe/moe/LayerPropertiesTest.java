package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.Function;
import org.eclipse.collections.api.factory.primitive.IntSets;
import org.eclipse.collections.api.set.primitive.IntSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.FeedForward;
import panamoe.autograd.nn.Scope;
import panamoe.autograd.optim.AdamW;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

/** Properties of a layer with weights that sum to 1, for any gate. */
class LayerPropertiesTest {

    private static final int TASKS = 3;
    private static final int D = 4;
    private static final int HIDDEN = 7;
    private static final int EXPERTS = 6;
    private static final int[] TASK = {0, 0, 0, 0, 0, 2, 2, 2, 2, -1, -1};
    private static final int N = TASK.length;

    private final Backend backend = new ReferenceBackend();
    private final Parameters parameters = new Parameters();
    private final double[] x = new Rng(41).normals(0, N * D, 0, 1);

    /** The selections under which the weights of each row sum to 1. */
    private enum Kind {
        TOP_1(new TopK(1, Weighting.UNIT)),
        TOP_2(new TopK(2, Weighting.RENORMALIZED)),
        TOP_E(new TopK(EXPERTS, Weighting.RENORMALIZED)),
        ALL(new AllExperts()),
        ROOMY_CAPACITY(new Capacity(new TopK(2, Weighting.RENORMALIZED), EXPERTS, Capacity.Priority.PROBABILITY));

        private final Selection selection;

        Kind(Selection selection) {
            this.selection = selection;
        }
    }

    private TaskGate gate(int experts) {
        return new TaskGate(Scope.of(parameters).child("gate"), TASKS, D, experts, 1, 1);
    }

    private Experts experts(int count) {
        return new Experts(Scope.of(parameters).child("experts"), count, D, HIDDEN, Experts.Start.normal(1));
    }

    private double[] forward(MoeLayer layer, double[] rowsOfX, int... task) {
        return backend.readDoubles(output(layer, Context.inference(backend, new Workspace(backend)), rowsOfX, task)
                .y()
                .value());
    }

    private MoeLayer.Output output(MoeLayer layer, Context ctx, double[] rowsOfX, int... task) {
        Tensor rows = Tensor.of(backend, Shape.of(task.length, D), rowsOfX);
        return layer.forward(ctx, ctx.constant(rows), TestRows.of(backend, TASKS, task));
    }

    private double[] values(String name) {
        return backend.readDoubles(parameters.get(name).value());
    }

    /** One network {@code gelu(x W1 + b1) W2 + b2} on all rows, from the values of an expert. */
    private double[] plain(String experts, int expert) {
        Parameters own = new Parameters();
        FeedForward network = new FeedForward(Scope.of(own), D, HIDDEN);
        own.allocate(backend, new Rng(0));
        write(network.in().weight(), experts + ".weight1", expert);
        write(network.in().bias(), experts + ".bias1", expert);
        write(network.out().weight(), experts + ".weight2", expert);
        write(network.out().bias(), experts + ".bias2", expert);
        Context ctx = Context.inference(backend, new Workspace(backend));
        Var rows = ctx.constant(Tensor.of(backend, Shape.of(N, D), x));
        return backend.readDoubles(network.forward(ctx, rows).value());
    }

    private void write(Parameter to, String from, int expert) {
        backend.copy(parameters.get(from).value().rowSlice(expert, expert + 1), to.value());
    }

    private static double[] zeroInSpareRows(double[] y) {
        double[] out = y.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] = TASK[i / D] < 0 ? 0 : out[i];
        }
        return out;
    }

    @ParameterizedTest
    @EnumSource(names = {"TOP_E", "ALL"})
    void choosingAllExpertsIsTheDenseMixture(Kind kind) {
        MoeLayer layer = new MoeLayer(gate(EXPERTS), kind.selection, experts(EXPERTS));
        parameters.allocate(backend, new Rng(1));
        Context ctx = Context.inference(backend, new Workspace(backend));
        MoeLayer.Output out = output(layer, ctx, x, TASK);
        double[] p = backend.readDoubles(out.routing().probabilities().value());
        double[] mixture = new double[N * D];
        for (int e = 0; e < EXPERTS; e++) {
            double[] y = plain("experts", e);
            for (int i = 0; i < mixture.length; i++) {
                mixture[i] += p[i / D * EXPERTS + e] * y[i];
            }
        }
        assertThat(backend.readDoubles(out.y().value())).containsExactly(zeroInSpareRows(mixture), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(names = {"TOP_1", "ALL"})
    void oneExpertIsThePlainNetwork(Kind kind) {
        MoeLayer layer = new MoeLayer(gate(1), kind.selection, experts(1));
        parameters.allocate(backend, new Rng(1));
        assertThat(forward(layer, x, TASK)).containsExactly(zeroInSpareRows(plain("experts", 0)), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void identicalExpertsMakeTheGateIrrelevant(Kind kind) {
        float[][] dense = new float[4][];
        int[] sizes = {D * HIDDEN, HIDDEN, HIDDEN * D, D};
        for (int i = 0; i < dense.length; i++) {
            double[] values = new Rng(50).normals(i, sizes[i], 0, 1);
            dense[i] = new float[sizes[i]];
            for (int j = 0; j < sizes[i]; j++) {
                dense[i][j] = (float) values[j];
            }
        }
        Experts.Start start = Upcycle.start(dense[0], dense[1], dense[2], dense[3], 0);
        Experts copies = new Experts(Scope.of(parameters).child("experts"), EXPERTS, D, HIDDEN, start);
        MoeLayer layer = new MoeLayer(gate(EXPERTS), kind.selection, copies);
        parameters.allocate(backend, new Rng(1));
        assertThat(forward(layer, x, TASK)).containsExactly(zeroInSpareRows(plain("experts", 2)), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void permutingTheRowsPermutesTheOutputs(Kind kind) {
        MoeLayer layer = new MoeLayer(gate(EXPERTS), kind.selection, experts(EXPERTS));
        parameters.allocate(backend, new Rng(1));
        double[] y = forward(layer, x, TASK);
        // within each task, because rows are ordered by task
        int[] from = {3, 0, 4, 1, 2, 8, 6, 5, 7, 9, 10};
        double[] moved = forward(layer, rows(x, from), TASK);
        assertThat(moved).containsExactly(rows(y, from), within(1e-12));
    }

    private static double[] rows(double[] matrix, int[] from) {
        double[] out = new double[matrix.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = matrix[from[i / D] * D + i % D];
        }
        return out;
    }

    @ParameterizedTest
    @EnumSource
    void permutingTheExpertsWithTheirScoresChangesNothing(Kind kind) {
        MoeLayer layer = new MoeLayer(gate(EXPERTS), kind.selection, experts(EXPERTS));
        parameters.allocate(backend, new Rng(1));
        double[] y = forward(layer, x, TASK);
        int[] from = {4, 2, 5, 0, 1, 3};
        for (String name : new String[] {"gate.weight", "gate.bias"}) {
            permuteColumns(name, from);
        }
        for (String name : new String[] {"weight1", "bias1", "weight2", "bias2"}) {
            permuteEntries("experts." + name, from);
        }
        assertThat(forward(layer, x, TASK)).containsExactly(y, within(1e-12));
    }

    private void permuteColumns(String name, int[] from) {
        double[] old = values(name);
        double[] out = new double[old.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = old[i / EXPERTS * EXPERTS + from[i % EXPERTS]];
        }
        backend.write(parameters.get(name).value(), out);
    }

    private void permuteEntries(String name, int[] from) {
        double[] old = values(name);
        int size = old.length / EXPERTS;
        double[] out = new double[old.length];
        for (int e = 0; e < EXPERTS; e++) {
            System.arraycopy(old, from[e] * size, out, e * size, size);
        }
        backend.write(parameters.get(name).value(), out);
    }

    @ParameterizedTest
    @EnumSource
    void spareRowsAreZeroAndTheirNumberChangesNothing(Kind kind) {
        MoeLayer layer = new MoeLayer(gate(EXPERTS), kind.selection, experts(EXPERTS));
        parameters.allocate(backend, new Rng(1));
        double[] y = forward(layer, x, TASK);
        assertThat(Arrays.copyOfRange(y, 9 * D, N * D)).containsOnly(0);
        double[] fewer = forward(layer, Arrays.copyOf(x, 9 * D), Arrays.copyOf(TASK, 9));
        assertThat(fewer).containsExactly(Arrays.copyOf(y, 9 * D), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void oneRowIsEnoughAndExpertsWithoutRowsGetNoGradient(Kind kind) {
        MoeLayer layer = new MoeLayer(gate(EXPERTS), kind.selection, experts(EXPERTS));
        parameters.allocate(backend, new Rng(1));
        double[] together = forward(layer, x, TASK);
        Context ctx = Context.training(backend, new Workspace(backend), parameters, null);
        MoeLayer.Output out = output(layer, ctx, Arrays.copyOf(x, D), 0);
        assertThat(backend.readDoubles(out.y().value())).containsExactly(Arrays.copyOf(together, D), within(1e-12));
        ctx.backward(out.y().square().sum());
        double[] gradient = backend.readDoubles(parameters.get("experts.bias2").gradient());
        boolean[] used = new boolean[EXPERTS];
        Arrays.stream(backend.readInts(out.routing().experts()))
                .filter(e -> e >= 0)
                .forEach(e -> used[e] = true);
        for (int i = 0; i < gradient.length; i++) {
            if (used[i / D]) {
                assertThat(gradient[i]).isNotZero();
            } else {
                assertThat(gradient[i]).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 100})
    void expertChoiceAndCapacityAcceptFewerRowsThanExperts(double factor) {
        TopK topK = new TopK(2, Weighting.RENORMALIZED);
        Experts experts = experts(EXPERTS);
        TaskGate gate = gate(EXPERTS);
        parameters.allocate(backend, new Rng(1));
        for (Selection selection :
                new Selection[] {new ExpertChoice(factor), new Capacity(topK, factor, Capacity.Priority.FIRST_COME)}) {
            double[] y = forward(new MoeLayer(gate, selection, experts), Arrays.copyOf(x, 3 * D), 0, 2, -1);
            assertThat(Arrays.copyOfRange(y, 2 * D, 3 * D)).containsOnly(0);
            assertThat(Arrays.stream(y)).allMatch(Double::isFinite).anyMatch(v -> v != 0);
        }
    }

    @Test
    void theSharedExpertIsAddedToEveryRowThatIsNotSpare() {
        Experts shared = new Experts(Scope.of(parameters).child("shared"), 1, D, HIDDEN, Experts.Start.normal(1));
        TaskGate gate = gate(EXPERTS);
        Experts routed = experts(EXPERTS);
        parameters.allocate(backend, new Rng(1));
        Selection selection = Kind.TOP_2.selection;
        double[] expected = forward(new MoeLayer(gate, selection, routed), x, TASK);
        double[] added = zeroInSpareRows(plain("shared", 0));
        for (int i = 0; i < expected.length; i++) {
            expected[i] += added[i];
        }
        assertThat(forward(new MoeLayer(gate, selection, routed, shared), x, TASK))
                .containsExactly(expected, within(1e-12));
    }

    /** On the CPU backend: gate, head and moments of a task without rows in the batch. */
    @ParameterizedTest
    @ValueSource(strings = {"task gate", "task embedding gate"})
    void aBatchWithoutATaskDoesNotChangeTheParametersAndMomentsOfThatTask(String kind) {
        try (Backend cpu = Backends.create("auto", 2)) {
            Function<String, PerTaskGate> gates = name -> name.equals("task gate")
                    ? new TaskGate(Scope.of(parameters).child("gate"), TASKS, D, EXPERTS, 1, 1)
                    : new TaskEmbeddingGate(
                            Scope.of(parameters).child("gate"),
                            new TaskEmbeddingGate.Sizes(TASKS, D, 4, HIDDEN, EXPERTS));
            PerTaskGate gate = gates.apply(kind);
            MoeLayer layer = new MoeLayer(gate, Kind.TOP_2.selection, experts(EXPERTS));
            Parameter head = parameters.addStacked("head", Shape.of(TASKS, D, 2), Init.normal(1));
            parameters.allocate(cpu, new Rng(1));
            AdamW optimizer = new AdamW(parameters, AdamW.Settings.defaults(), p -> new AdamW.Group(0.1, 0.1));
            step(cpu, layer, head, optimizer, IntSets.immutable.of(0, 1, 2), 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, -1);
            var own = gate.taskParameters().newWith(head);
            double[][] before = own.collect(p -> state(cpu, p, optimizer)).toArray(new double[0][]);
            double[][] others = own.collect(p -> entry(cpu, p.value(), 2)).toArray(new double[0][]);

            step(cpu, layer, head, optimizer, IntSets.immutable.of(0, 2), TASK);
            for (int i = 0; i < own.size(); i++) {
                Parameter p = own.get(i);
                assertThat(state(cpu, p, optimizer)).as(p.name()).containsExactly(before[i]);
                assertThat(entry(cpu, p.gradient(), 1)).as("gradient of %s", p).containsOnly(0);
                assertThat(entry(cpu, p.value(), 2)).as(p.name()).isNotEqualTo(others[i]);
            }
        }
    }

    private void step(Backend on, MoeLayer layer, Parameter head, AdamW optimizer, IntSet active, int... task) {
        Context ctx = Context.training(on, new Workspace(on), parameters, null);
        Rows rows = TestRows.of(on, TASKS, task);
        MoeLayer.Output out = layer.forward(ctx, ctx.constant(Tensor.of(on, Shape.of(N, D), x)), rows);
        Var logits = out.y().groupedMatmul(ctx.parameter(head), rows.taskOffsets());
        ctx.backward(logits.square().sum().add(RouterLosses.loadBalancePerTask(ctx, out.routing())));
        optimizer.step(1, active);
    }

    /** Value and moments of task 1's entry. */
    private static double[] state(Backend on, Parameter p, AdamW optimizer) {
        double[] value = entry(on, p.value(), 1);
        double[] out = Arrays.copyOf(value, 3 * value.length);
        Tensor[] moments = {optimizer.firstMoment(), optimizer.secondMoment()};
        for (int i = 0; i < 2; i++) {
            Tensor view = Tensor.of(moments[i].storage(), p.offset(), p.shape());
            System.arraycopy(entry(on, view, 1), 0, out, (i + 1) * value.length, value.length);
        }
        return out;
    }

    private static double[] entry(Backend on, Tensor stacked, int task) {
        return on.readDoubles(stacked.rowSlice(task, task + 1));
    }

    private static final Selection[] BY_EXPERT = {
        new ExpertChoice(1.5), new Capacity(new TopK(1, Weighting.UNIT), 1, Capacity.Priority.PROBABILITY)
    };

    private static double[] manyRows(Selection selection, String backendName, int threads) {
        Parameters own = new Parameters();
        try (Backend on = Backends.create(backendName, threads)) {
            MoeLayer layer = new MoeLayer(
                    new TaskGate(Scope.of(own).child("gate"), 1, 16, EXPERTS, 1, 1),
                    selection,
                    new Experts(Scope.of(own).child("experts"), EXPERTS, 16, 32, Experts.Start.normal(0.2)));
            own.allocate(on, new Rng(1));
            Context ctx = Context.inference(on, new Workspace(on));
            Var rows = ctx.constant(Tensor.of(on, Shape.of(512, 16), new Rng(9).normals(0, 512 * 16, 0, 1)));
            return on.readDoubles(layer.forward(ctx, rows, TestRows.of(on, 1, new int[512]))
                    .y()
                    .value());
        }
    }

    /** A different choice changes a row by about 1; sums of 32 products in single precision err by 1e-6. */
    @Test
    void selectionsByExpertAgreeWithTheReferenceAndGiveTheSameBitsOnAnyNumberOfThreads() {
        for (Selection selection : BY_EXPERT) {
            double[] one = manyRows(selection, "auto", 1);
            assertThat(manyRows(selection, "auto", 2)).containsExactly(one);
            assertThat(manyRows(selection, "reference", 1)).containsExactly(one, within(1e-4));
        }
    }
}
