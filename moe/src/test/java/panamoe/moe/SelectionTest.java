package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

/** Every selection against lists that are sorted in plain Java. */
class SelectionTest {

    private static final int EXPERTS = 4;
    private static final int[] TASK = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, -1, -1};
    private static final int REAL = 10;

    private final Backend backend = new ReferenceBackend();
    private final Workspace workspace = new Workspace(backend);
    private final double[] logits = new Rng(31).normals(0, TASK.length * EXPERTS, 0, 2);

    private Routing route(Selection selection) {
        Context ctx = Context.inference(backend, workspace);
        Var l = ctx.constant(Tensor.of(backend, Shape.of(TASK.length, EXPERTS), logits));
        return selection.route(ctx, null, l, TestRows.of(backend, 2, TASK));
    }

    private double probability(int row, int expert) {
        double sum = 0;
        for (int e = 0; e < EXPERTS; e++) {
            sum += Math.exp(logits[row * EXPERTS + e]);
        }
        return Math.exp(logits[row * EXPERTS + expert]) / sum;
    }

    private List<Integer> best(int row, int k) {
        return IntStream.range(0, EXPERTS)
                .boxed()
                .sorted(Comparator.comparingDouble(e -> -probability(row, e)))
                .limit(k)
                .toList();
    }

    /** A choice of a row. */
    private record Pair(int row, int expert, int rank) {}

    private List<Pair> wanted(int k) {
        List<Pair> pairs = new ArrayList<>();
        for (int row = 0; row < REAL; row++) {
            for (int rank = 0; rank < k; rank++) {
                pairs.add(new Pair(row, best(row, k).get(rank), rank));
            }
        }
        return pairs;
    }

    private static int[] table(List<Pair> pairs) {
        int[] table = new int[TASK.length * EXPERTS];
        Arrays.fill(table, -1);
        pairs.forEach(p -> table[p.row * EXPERTS + p.expert] = p.expert);
        return table;
    }

    /** The first {@code places} of each expert's pairs in the order given. */
    private static List<Pair> served(List<Pair> pairs, Comparator<Pair> order, int places) {
        List<Pair> out = new ArrayList<>();
        for (int e = 0; e < EXPERTS; e++) {
            int expert = e;
            pairs.stream()
                    .filter(p -> p.expert == expert)
                    .sorted(order)
                    .limit(places)
                    .forEach(out::add);
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5", "1, 1", "2, 0.5", "2, 0.7", "2, 1.25", "3, 0.4", "4, 0.3", "2, 100"})
    void capacityDropsTheLastOrTheLeastProbableChoices(int k, double factor) {
        int places = Math.min(TASK.length, (int) Math.ceil(factor * TASK.length * k / EXPERTS));
        Weighting weighting = k == 1 ? Weighting.UNIT : Weighting.RENORMALIZED;
        TopK topK = new TopK(k, weighting);

        Routing byRank = route(new Capacity(topK, factor, Capacity.Priority.FIRST_COME));
        List<Pair> first = served(wanted(k), Comparator.comparingInt(Pair::rank).thenComparingInt(Pair::row), places);
        assertThat(backend.readInts(byRank.experts())).containsExactly(table(first));
        assertThat(byRank.slots()).isGreaterThanOrEqualTo(first.size());

        Routing byProbability = route(new Capacity(topK, factor, Capacity.Priority.PROBABILITY));
        List<Pair> likely = served(wanted(k), Comparator.comparingDouble(p -> -probability(p.row, p.expert)), places);
        assertThat(backend.readInts(byProbability.experts())).containsExactly(table(likely));

        // choices that are not dropped keep their weights
        double[] weights = backend.readDoubles(byProbability.weights().value());
        for (Pair p : likely) {
            double sum = best(p.row, k).stream()
                    .mapToDouble(e -> probability(p.row, e))
                    .sum();
            assertThat(weights[p.row * EXPERTS + p.expert])
                    .isCloseTo(probability(p.row, p.expert) / sum, within(1e-12));
        }
        if (factor < 1) {
            assertThat(first).as("a case in which something is dropped").hasSizeLessThan(REAL * k);
            assertThat(likely).isNotEqualTo(first);
        } else if (factor == 100) {
            assertThat(first).hasSize(REAL * k);
        }
    }

    @Test
    void equalProbabilitiesGoToTheLowerRow() {
        Arrays.fill(logits, 0);
        for (int row = 0; row < TASK.length; row++) {
            logits[row * EXPERTS + 2] = 1;
        }
        int[] experts =
                backend.readInts(route(new Capacity(new TopK(1, Weighting.UNIT), 1, Capacity.Priority.PROBABILITY))
                        .experts());
        int[] expected = table(List.of(new Pair(0, 2, 0), new Pair(1, 2, 0), new Pair(2, 2, 0)));
        assertThat(experts).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.1", "0.5", "1", "2", "4"})
    void expertChoiceTakesEachExpertsBestRows(double factor) {
        int places = Math.max(1, (int) Math.ceil(factor * TASK.length / EXPERTS));
        Routing routing = route(new ExpertChoice(factor));
        List<Pair> best =
                served(wanted(EXPERTS), Comparator.comparingDouble(p -> -probability(p.row, p.expert)), places);
        assertThat(backend.readInts(routing.experts())).containsExactly(table(best));
        double[] weights = backend.readDoubles(routing.weights().value());
        best.forEach(p ->
                assertThat(weights[p.row * EXPERTS + p.expert]).isCloseTo(probability(p.row, p.expert), within(1e-12)));
    }

    @Test
    void biasAffectsTheChoiceAndNotTheWeight() {
        ExpertBias bias = new ExpertBias(backend, EXPERTS, 0.1);
        TopK topK = new TopK(2, Weighting.PROBABILITY);
        backend.write(bias.value(), new double[] {0, 5, 0, 0});
        Routing routing = route(new BiasedTopK(topK, bias));
        int[] experts = backend.readInts(routing.experts());
        double[] weights = backend.readDoubles(routing.weights().value());
        for (int row = 0; row < REAL; row++) {
            int other = best(row, 4).stream().filter(e -> e != 1).findFirst().orElseThrow();
            assertThat(Arrays.copyOfRange(experts, 2 * row, 2 * row + 2)).containsExactly(1, other);
            assertThat(weights[2 * row]).isCloseTo(probability(row, 1), within(1e-12));
        }
    }

    @Test
    void biasRisesForLowLoadAndFallsForHighLoad() {
        Arrays.fill(logits, 0);
        int[] choice = {0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 3, 3};
        for (int row = 0; row < TASK.length; row++) {
            logits[row * EXPERTS + choice[row]] = 1;
        }
        ExpertBias bias = new ExpertBias(backend, EXPERTS, 0.01);
        Routing routing = route(new BiasedTopK(new TopK(1, Weighting.UNIT), bias));
        Context ctx = routing.logits().context();
        // shares of the real rows: 0.6, 0.3, 0.1, 0
        bias.update(ctx, new MoeLayer.Output(null, routing, Dispatch.of(ctx, routing)));
        assertThat(backend.readDoubles(bias.value())).containsExactly(-0.01, -0.01, 0.01, 0.01);
    }

    @Test
    void lossFreeBalancingBalancesAGateThatPrefersOneExpert() {
        for (int row = 0; row < TASK.length; row++) {
            logits[row * EXPERTS] += 4;
        }
        ExpertBias bias = new ExpertBias(backend, EXPERTS, 0.02);
        double before = 0;
        double after = 0;
        for (int step = 0; step < 200; step++) {
            Routing routing = route(new BiasedTopK(new TopK(1, Weighting.UNIT), bias));
            Context ctx = routing.logits().context();
            MoeLayer.Output output = new MoeLayer.Output(null, routing, Dispatch.of(ctx, routing));
            double max =
                    Arrays.stream(backend.readDoubles(output.shares(ctx))).max().orElseThrow();
            before = step == 0 ? max : before;
            after += step < 150 ? 0 : max / 50;
            bias.update(ctx, output);
        }
        assertThat(before).isGreaterThan(0.6);
        assertThat(after).isLessThan(0.45);
    }

    @Test
    void noiseChangesChoicesInTrainingOnly() {
        Parameters parameters = new Parameters();
        NoisyTopK noisy =
                new NoisyTopK(Scope.of(parameters).child("noise"), 3, EXPERTS, new TopK(2, Weighting.RENORMALIZED));
        parameters.allocate(backend, new Rng(1));
        Tensor key = Tensor.ofInts(backend, Shape.of(3), Context.dropoutKey(new Rng(2), 0));
        Rows rows = TestRows.of(backend, 2, TASK);
        double[] xs = new Rng(3).normals(0, TASK.length * 3, 0, 1);
        int[][] chosen = new int[3][];
        for (int run = 0; run < 3; run++) {
            Context ctx = run == 0
                    ? Context.inference(backend, workspace)
                    : Context.training(backend, workspace, parameters, key);
            Var x = ctx.constant(Tensor.of(backend, Shape.of(TASK.length, 3), xs));
            Var l = ctx.constant(Tensor.of(backend, Shape.of(TASK.length, EXPERTS), logits));
            Routing routing = noisy.route(ctx, x, l, rows);
            chosen[run] = backend.readInts(routing.experts());
            // softplus(0) = ln 2
            double[] ln2 = new double[TASK.length * EXPERTS];
            Arrays.fill(ln2, Math.log(2));
            assertThat(backend.readDoubles(routing.noisyScores().deviation().value()))
                    .containsExactly(ln2, within(1e-12));
        }
        int[] plain =
                backend.readInts(route(new TopK(2, Weighting.RENORMALIZED)).experts());
        assertThat(chosen[0]).containsExactly(plain);
        assertThat(chosen[1]).isNotEqualTo(plain).containsExactly(chosen[2]);
    }

    @Test
    void refusesInvalidSettings() {
        TopK topK = new TopK(1, Weighting.UNIT);
        assertThatThrownBy(() -> new Capacity(topK, 0, Capacity.Priority.FIRST_COME))
                .hasMessage("capacity factor 0.0: expected above 0");
        assertThatThrownBy(() -> new ExpertChoice(-1)).hasMessageContaining("expected above 0");
        assertThatThrownBy(() -> new ExpertBias(backend, 4, 0)).hasMessageContaining("expected above 0");
        assertThatThrownBy(() -> route(new TopK(5, Weighting.RENORMALIZED)))
                .hasMessage("top-5 of 4 experts: expected k of at most 4");
    }
}
