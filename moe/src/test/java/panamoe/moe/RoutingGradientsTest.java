package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import panamoe.autograd.Context;
import panamoe.autograd.GradCheck;
import panamoe.autograd.Init;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.reference.ReferenceBackend;

/**
 * Gradients of every gate, selection and router loss against central differences. Choices and shares are constants
 * between the points where a choice changes, and no difference crosses such a point, which would cause a huge error.
 * {@link Weighting#UNIT} has a constant value and a gradient that is not 0; it is compared with {@link NaiveMoe}
 * instead.
 *
 * <p>The difference itself errs by about 1e-10 relative to values of order 1; 1e-7 fails on any wrong term.
 */
class RoutingGradientsTest {

    private static final int TASKS = 3;
    private static final int D = 3;
    private static final int EXPERTS = 6;
    private static final int[] TASK = {0, 0, 0, 0, 2, 2, 2, 2, 2, -1};

    private static final Backend BACKEND = new ReferenceBackend();

    /** Makes a part of a layer. */
    private interface Maker<P> {
        P make(Parameters parameters);
    }

    /** A layer, and a loss that is added to its weighted output. */
    private record Case(
            String name,
            Maker<Gate> gate,
            Maker<Selection> selection,
            boolean shared,
            BiFunction<Context, MoeLayer.Output, Var> loss) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Maker<Gate> TASK_GATE = p -> new TaskGate(Scope.of(p).child("gate"), TASKS, D, EXPERTS, 1, 1);
    private static final Maker<Selection> TOP_2 = p -> new TopK(2, Weighting.RENORMALIZED);
    private static final Maker<Selection> NOISY = p -> noisy(p, 2);

    private static NoisyTopK noisy(Parameters p, int k) {
        return new NoisyTopK(Scope.of(p).child("noise"), D, EXPERTS, new TopK(k, Weighting.PROBABILITY));
    }

    private static Case gate(String name, Maker<Gate> gate) {
        return new Case(name, gate, TOP_2, false, null);
    }

    private static Case selection(String name, Maker<Selection> selection) {
        return new Case(name, TASK_GATE, selection, false, null);
    }

    private static Case loss(String name, Maker<Selection> selection, BiFunction<Context, MoeLayer.Output, Var> loss) {
        return new Case(name, TASK_GATE, selection, false, loss);
    }

    static Stream<Case> cases() {
        ExpertBias bias = new ExpertBias(BACKEND, EXPERTS, 0.01);
        BACKEND.write(bias.value(), new double[] {0.3, 0, -0.3, 0, 0.2, 0});
        TopK topK = new TopK(2, Weighting.RENORMALIZED);
        return Stream.of(
                gate("shared gate", p -> new SharedGate(Scope.of(p).child("gate"), D, EXPERTS, 1)),
                gate("task gate", TASK_GATE),
                gate(
                        "task embedding gate",
                        p -> new TaskEmbeddingGate(
                                Scope.of(p).child("gate"), new TaskEmbeddingGate.Sizes(TASKS, D, 2, 4, EXPERTS))),
                gate("hash gate", p -> new HashGate(Scope.of(p).child("gate"), 20, EXPERTS, new Rng(4))),
                gate("random gate", p -> new RandomGate(EXPERTS, new Rng(4))),
                gate(
                        "private experts",
                        p -> new PrivateExpertsGate(Scope.of(p).child("private"), TASKS, TASK_GATE.make(p))),
                new Case(
                        "CGC gate",
                        p -> new CgcGate(Scope.of(p).child("gate"), new CgcGate.Sizes(TASKS, D, 3, 1)),
                        p -> new OwnExperts(4),
                        false,
                        null),
                gate("jitter", p -> new JitterGate(TASK_GATE.make(p), 0.2)),
                selection("top-1, probability", p -> new TopK(1, Weighting.PROBABILITY)),
                selection("top-3, renormalised", p -> new TopK(3, Weighting.RENORMALIZED)),
                selection("top-E, probability", p -> new TopK(EXPERTS, Weighting.PROBABILITY)),
                selection("all experts", p -> new AllExperts()),
                selection("noisy top-k", NOISY),
                selection("biased top-k", p -> new BiasedTopK(topK, bias)),
                selection("expert choice", p -> new ExpertChoice(2)),
                selection("capacity, first come", p -> new Capacity(topK, 0.6, Capacity.Priority.FIRST_COME)),
                selection("capacity, probability", p -> new Capacity(topK, 0.6, Capacity.Priority.PROBABILITY)),
                selection("capacity, noisy", p -> new Capacity(noisy(p, 2), 1, Capacity.Priority.PROBABILITY)),
                new Case("shared expert", TASK_GATE, TOP_2, true, null),
                loss("load balance", TOP_2, RouterLosses::loadBalance),
                loss(
                        "load balance after capacity",
                        p -> new Capacity(topK, 0.6, Capacity.Priority.FIRST_COME),
                        RouterLosses::loadBalance),
                loss("load balance per task", TOP_2, (ctx, out) -> RouterLosses.loadBalancePerTask(ctx, out.routing())),
                loss("importance", TOP_2, (ctx, out) -> RouterLosses.importance(out.routing())),
                loss(
                        "importance of expert choice",
                        p -> new ExpertChoice(1),
                        (ctx, out) -> RouterLosses.importance(out.routing())),
                loss("load", NOISY, (ctx, out) -> RouterLosses.load(ctx, out.routing())),
                loss("load, top-1", p -> noisy(p, 1), (ctx, out) -> RouterLosses.load(ctx, out.routing())),
                loss("z-loss", TOP_2, (ctx, out) -> RouterLosses.zLoss(ctx, out.routing())),
                loss("mutual information", TOP_2, (ctx, out) -> RouterLosses.mutualInformation(out.routing())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsAgreeWithCentralDifferences(Case c) {
        Parameters parameters = new Parameters();
        Gate gate = c.gate().make(parameters);
        Selection selection = c.selection().make(parameters);
        Experts shared =
                c.shared() ? new Experts(Scope.of(parameters).child("shared"), 1, D, 4, Experts.Start.normal(1)) : null;
        Experts experts = new Experts(Scope.of(parameters).child("experts"), EXPERTS, D, 4, Experts.Start.normal(1));
        MoeLayer layer = new MoeLayer(gate, selection, experts, shared);
        Parameter x = parameters.add("x", Shape.of(TASK.length, D), Init.normal(1));
        parameters.allocate(BACKEND, new Rng(17));
        Rows plain = TestRows.of(BACKEND, TASKS, TASK);
        Rows rows = new Rows(
                plain.task(),
                plain.taskOffsets(),
                plain.weight(),
                Tensor.ofInts(BACKEND, Shape.of(TASK.length), 3, 1, 4, 1, 5, 9, 2, 6, 5, -1));

        GradCheck check = new GradCheck(BACKEND);
        GradCheck.Result byParameter =
                check.check(parameters, ctx -> function(c, layer.forward(ctx, ctx.parameter(x), rows), ctx));
        byParameter.assertBelow(1e-7);
        assertThat(byParameter.place()).as("something was compared").isNotEqualTo("no element");
        if (c.loss() != null) {
            // the loss alone, because next to the output it could be too small to notice
            check.check(parameters, ctx -> c.loss().apply(ctx, layer.forward(ctx, ctx.parameter(x), rows)))
                    .assertBelow(1e-7);
        }
    }

    private static Var function(Case c, MoeLayer.Output output, Context ctx) {
        Var weights = ctx.constant(Tensor.of(
                BACKEND,
                output.y().shape(),
                new Rng(19).normals(0, output.y().shape().size(), 0, 1)));
        Var value = output.y().mul(weights).sum();
        return c.loss() == null ? value : value.add(c.loss().apply(ctx, output));
    }
}
