package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import panamoe.autograd.Context;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.autograd.nn.FeedForward;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.Workspace;
import panamoe.tensor.reference.ReferenceBackend;

/**
 * A layer for the first and the last of three tasks, with the experts that they use, gives the same output for their
 * rows as the whole layer.
 */
class PartTest {

    private static final int D = 5;
    private static final int HIDDEN = 7;
    private static final int EXPERTS = 12;
    private static final int TASKS = 3;
    private static final int VOCABULARY = 9;
    private static final int N = 8;
    private static final int CGC_OWN = 3;
    private static final ImmutableIntList KEPT_TASKS = IntLists.immutable.of(0, 2);

    private final Backend backend = new ReferenceBackend();
    private final double[] x = new Rng(3).normals(0, N * D, 0, 1);

    private enum Kind {
        SHARED,
        TASK,
        TASK_EMBEDDING,
        PRIVATE,
        CGC,
        HASH,
        JITTER
    }

    private record Model(Parameters parameters, MoeLayer layer) {}

    private Model model(Kind kind, int tasks, int experts, Selection selection, boolean shared, long seed) {
        Parameters parameters = new Parameters();
        Scope scope = Scope.of(parameters);
        MoeLayer layer = new MoeLayer(
                gate(kind, scope.child("gate"), tasks, experts),
                selection,
                new Experts(scope.child("experts"), experts, D, HIDDEN, Experts.Start.normal(1)),
                shared ? new Experts(scope.child("shared"), 1, D, HIDDEN, Experts.Start.normal(1)) : null);
        parameters.allocate(backend, new Rng(seed));
        if (kind == Kind.CGC) { // its gate starts at 0
            Parameter weight = parameters.get("gate.weight");
            backend.write(
                    weight.value(), new Rng(seed).normals(0, weight.shape().size(), 0, 1));
        }
        return new Model(parameters, layer);
    }

    private static Gate gate(Kind kind, Scope scope, int tasks, int experts) {
        return switch (kind) {
            case SHARED -> new SharedGate(scope, D, experts, 1);
            case TASK -> new TaskGate(scope, tasks, D, experts, 1, 1);
            case TASK_EMBEDDING -> new TaskEmbeddingGate(scope, new TaskEmbeddingGate.Sizes(tasks, D, 3, 4, experts));
            case PRIVATE -> new PrivateExpertsGate(scope, tasks, new TaskGate(scope, tasks, D, experts, 1, 1));
            case CGC -> new CgcGate(scope, new CgcGate.Sizes(tasks, D, experts - tasks * CGC_OWN, CGC_OWN));
            case HASH -> new HashGate(scope, VOCABULARY, experts, new Rng(7));
            case JITTER -> new JitterGate(new TaskGate(scope, tasks, D, experts, 1, 1), 0.1);
        };
    }

    /** Half of the rows are of one task, half of the other. */
    private MoeLayer.Output forward(Model model, int tasks, int one, int other) {
        Context ctx = Context.inference(backend, new Workspace(backend));
        int[] task = new int[N];
        Arrays.fill(task, 0, N / 2, one);
        Arrays.fill(task, N / 2, N, other);
        int[] token = IntStream.range(0, N).map(row -> row % VOCABULARY).toArray();
        Rows plain = TestRows.of(backend, tasks, task);
        Rows rows =
                new Rows(plain.task(), plain.taskOffsets(), plain.weight(), Tensor.ofInts(backend, Shape.of(N), token));
        return model.layer.forward(ctx, ctx.constant(Tensor.of(backend, Shape.of(N, D), x)), rows);
    }

    private double[] output(MoeLayer.Output output) {
        return backend.readDoubles(output.y().value());
    }

    private ImmutableIntList used(Model whole) {
        MoeLayer.Output output = forward(whole, TASKS, 0, 2);
        Context ctx = Context.inference(backend, new Workspace(backend));
        RoutingStats stats = new RoutingStats(TASKS, EXPERTS);
        stats.add(ctx, RoutingStats.count(ctx, output.routing()));
        return UsedExperts.of(List.of(load(stats, 0), load(stats, 2)), 0, 1);
    }

    private static List<Double> load(RoutingStats stats, int task) {
        return DoubleStream.of(stats.load(task)).boxed().toList();
    }

    @ParameterizedTest
    @EnumSource
    void aPartWithAllUsedExpertsGivesTheOutputOfTheWhole(Kind kind) {
        for (Selection selection : selections(kind)) {
            for (boolean shared : new boolean[] {false, true}) {
                Model whole = model(kind, TASKS, EXPERTS, selection, shared, 1);
                // private experts stay with their tasks: a part has the same number for each task
                ImmutableIntList experts = switch (kind) {
                    case PRIVATE -> IntLists.immutable.of(0, 1, 2, 3, 8, 9, 10, 11);
                    case CGC -> IntLists.immutable.of(0, 1, 2, 3, 4, 5, 9, 10, 11);
                    default -> used(whole);
                };
                assertThat(experts.size()).as(experts.toString()).isLessThan(EXPERTS);
                Model part = model(kind, KEPT_TASKS.size(), experts.size(), selection, shared, 2);

                part.layer.takePart(backend, whole.layer, new Part(KEPT_TASKS, experts));

                // the same nonzero terms, summed in another order
                assertThat(output(forward(part, KEPT_TASKS.size(), 0, 1)))
                        .as(selection + ", shared expert " + shared)
                        .containsExactly(output(forward(whole, TASKS, 0, 2)), within(1e-12));
            }
        }
    }

    private static List<Selection> selections(Kind kind) {
        TopK one = new TopK(1, Weighting.UNIT);
        return switch (kind) {
            case HASH -> List.of(one);
            case CGC -> List.of(new OwnExperts(6));
            default -> List.of(one, new TopK(2, Weighting.RENORMALIZED));
        };
    }

    @Test
    void aTokenOfARemovedExpertGetsAKeptExpert() {
        Model whole = model(Kind.HASH, TASKS, EXPERTS, new TopK(1, Weighting.UNIT), false, 1);
        Model part = model(Kind.HASH, 1, 2, new TopK(1, Weighting.UNIT), false, 2);

        part.layer.takePart(backend, whole.layer, new Part(IntLists.immutable.of(0), IntLists.immutable.of(3, 5)));

        double[] table = backend.readDoubles(part.parameters.get("gate.scores").value());
        for (int token = 0; token < VOCABULARY; token++) {
            assertThat(Arrays.stream(table, 2 * token, 2 * token + 2).filter(score -> score > 0))
                    .as("token " + token)
                    .hasSize(1);
        }
    }

    @Test
    void theLearnedStateOfASelectionIsCopiedToo() {
        ImmutableIntList experts = IntLists.immutable.of(1, 4, 11);
        TopK one = new TopK(1, Weighting.UNIT);
        ExpertBias bias = new ExpertBias(backend, EXPERTS, 0.1);
        backend.write(bias.value(), IntStream.range(0, EXPERTS).asDoubleStream().toArray());
        ExpertBias some = new ExpertBias(backend, 3, 0.1);
        Selection whole = new Capacity(new BiasedTopK(one, bias), 2, Capacity.Priority.PROBABILITY);
        Selection part = new Capacity(new BiasedTopK(one, some), 2, Capacity.Priority.PROBABILITY);

        part.takePart(backend, whole, new Part(KEPT_TASKS, experts));

        assertThat(backend.readDoubles(some.value())).containsExactly(1, 4, 11);

        Parameters noise = new Parameters();
        NoisyTopK noisy = new NoisyTopK(Scope.of(noise).child("whole"), D, EXPERTS, one);
        NoisyTopK less = new NoisyTopK(Scope.of(noise).child("part"), D, 3, one);
        noise.allocate(backend, new Rng(1));
        double[] columns = new double[D * EXPERTS];
        Arrays.setAll(columns, i -> i % EXPERTS);
        backend.write(noise.get("whole.weight").value(), columns);

        less.takePart(backend, noisy, new Part(KEPT_TASKS, experts));

        double[] kept = backend.readDoubles(noise.get("part.weight").value());
        for (int i = 0; i < kept.length; i++) {
            assertThat(kept[i]).isEqualTo(experts.get(i % 3));
        }
    }

    @Test
    void copiesAnExpertToADenseNetwork() {
        Model model = model(Kind.TASK, TASKS, EXPERTS, new TopK(1, Weighting.UNIT), false, 1);
        Parameters parameters = new Parameters();
        FeedForward dense = new FeedForward(Scope.of(parameters), D, HIDDEN);
        parameters.allocate(backend, new Rng(2));
        // every task chooses only expert 4
        double[] bias = new double[TASKS * EXPERTS];
        IntStream.range(0, TASKS).forEach(task -> bias[task * EXPERTS + 4] = 100);
        backend.write(model.parameters.get("gate.bias").value(), bias);

        model.layer.experts().copyTo(backend, 4, dense);

        Context ctx = Context.inference(backend, new Workspace(backend));
        Tensor rows = Tensor.of(backend, Shape.of(N, D), x);
        assertThat(backend.readDoubles(dense.forward(ctx, ctx.constant(rows)).value()))
                .containsExactly(output(forward(model, TASKS, 0, 2)), within(1e-12));
    }

    @Test
    void refusesAPartThatDoesNotFit() {
        TopK one = new TopK(1, Weighting.UNIT);
        Model whole = model(Kind.TASK, TASKS, EXPERTS, one, false, 1);
        Part part = new Part(KEPT_TASKS, IntLists.immutable.of(1, 2));
        assertThatThrownBy(() -> model(Kind.TASK, 2, 3, one, false, 1).layer.takePart(backend, whole.layer, part))
                .hasMessage("parameter gate.weight[2, 5, 3] cannot keep a part of gate.weight[3, 5, 12]: expected the"
                        + " size of the kept part");
        assertThatThrownBy(() -> model(Kind.SHARED, 2, 2, one, false, 1).layer.takePart(backend, whole.layer, part))
                .hasMessage(
                        "a part of a layer of TaskGate, TopK, no shared expert: expected a layer of SharedGate, TopK, no"
                                + " shared expert");
        assertThatThrownBy(() -> new Part(KEPT_TASKS, IntLists.immutable.empty()))
                .hasMessage("experts [] to keep: expected at least one, in ascending order");
        assertThatThrownBy(() -> new Part(IntLists.immutable.of(2, 0), KEPT_TASKS))
                .hasMessage("tasks [2, 0] to keep: expected at least one, in ascending order");
    }

    @Test
    void usedExpertsAreThoseAboveTheThresholdAndAtLeastAsManyAsAreChosen() {
        List<Double> load = List.of(0.0, 0.3, 0.0, 0.0, 0.6, 0.1);
        assertThat(used(load, 0.2, 1)).containsExactly(1, 4);
        assertThat(used(load, 0, 1)).containsExactly(1, 4, 5);
        assertThat(used(load, 0.1, 1)).containsExactly(1, 4, 5);
        assertThat(used(load, 1, 1)).containsExactly(4);
        assertThat(used(load, 0.5, 2)).containsExactly(1, 4);
        assertThat(used(load, 0.5, 4)).containsExactly(0, 1, 4, 5);
        List<Double> other = List.of(0.9, 0.0, 0.1, 0.0, 0.0, 0.0);
        assertThat(UsedExperts.of(List.of(load, other), 0.2, 1).toArray()).containsExactly(0, 1, 4);
        assertThatThrownBy(() -> used(load, 1.5, 1)).hasMessage("threshold 1.5: expected 0 to 1");
        assertThatThrownBy(() -> used(load, 0.5, 7)).hasMessage("at least 7 experts of 6: expected 1 to 6");
    }

    private static int[] used(List<Double> load, double threshold, int atLeast) {
        return UsedExperts.of(List.of(load), threshold, atLeast).toArray();
    }
}
