package panamoe.moe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
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

/** A step's kernels do not depend on its data: the condition for replaying a step as one captured graph. */
class StepSequenceTest {

    private static final int D = 8;
    private static final int EXPERTS = 6;

    private final RecordingBackend recording = new RecordingBackend(new ReferenceBackend());
    private final Backend backend = recording.backend();
    private final Parameters parameters = new Parameters();

    private MoeLayer layer(UnaryOperator<Gate> gate, Selection selection) {
        return new MoeLayer(
                gate.apply(new TaskGate(Scope.of(parameters).child("gate"), 3, D, EXPERTS, 0.02, 1)),
                selection,
                new Experts(Scope.of(parameters).child("experts"), EXPERTS, D, 16, Experts.Start.normal(0.5)),
                new Experts(Scope.of(parameters).child("shared"), 1, D, 16, Experts.Start.normal(0.5)));
    }

    private List<String> step(MoeLayer layer, Workspace workspace, Adaptive state, int seed, int... task) {
        Tensor x = Tensor.of(backend, Shape.of(task.length, D), new Rng(seed).normals(0, task.length * D, 0, 3));
        Rows rows = TestRows.of(backend, 3, task);
        Tensor key = Tensor.ofInts(backend, Shape.of(3), Context.dropoutKey(new Rng(1), seed));
        return recording.record(() -> {
            Context ctx = Context.training(backend, workspace, parameters, key);
            MoeLayer.Output out = layer.forward(ctx, ctx.constant(x), rows);
            RoutingStats.count(ctx, out.routing());
            state.bias().update(ctx, out);
            Var loss = out.y()
                    .square()
                    .mean()
                    .add(RouterLosses.loadBalance(ctx, out, state.average()).scale(0.01))
                    .add(RouterLosses.loadBalancePerTask(ctx, out.routing()))
                    .add(RouterLosses.importance(out.routing()))
                    .add(RouterLosses.zLoss(ctx, out.routing()))
                    .add(RouterLosses.mutualInformation(out.routing()));
            if (out.routing().noisyScores() != null) {
                loss = loss.add(RouterLosses.load(ctx, out.routing()));
            }
            ctx.backward(loss);
        });
    }

    /** The state that changes from step to step. */
    private record Adaptive(LoadAverage average, ExpertBias bias) {}

    private final Adaptive state =
            new Adaptive(new LoadAverage(backend, EXPERTS, 0.9), new ExpertBias(backend, EXPERTS, 0.001));

    private Selection selection(String name) {
        TopK topK = new TopK(2, Weighting.RENORMALIZED);
        return switch (name) {
            case "top-k" -> topK;
            case "all experts" -> new AllExperts();
            case "own experts" -> new OwnExperts(4);
            case "noisy" -> new NoisyTopK(Scope.of(parameters).child("noise"), D, EXPERTS, topK);
            case "biased" -> new BiasedTopK(topK, state.bias());
            case "expert choice" -> new ExpertChoice(1.5);
            case "first come" -> new Capacity(topK, 0.5, Capacity.Priority.FIRST_COME);
            case "probability" -> new Capacity(topK, 0.5, Capacity.Priority.PROBABILITY);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private UnaryOperator<Gate> gate(String name) {
        return switch (name) {
            case "task" -> gate -> gate;
            case "jitter" -> gate -> new JitterGate(gate, 0.1);
            case "random" -> gate -> new RandomGate(EXPERTS, new Rng(1));
            case "private" ->
                gate -> new PrivateExpertsGate(Scope.of(parameters).child("private"), 3, gate);
            case "cgc" -> gate -> new CgcGate(Scope.of(parameters).child("cgc"), new CgcGate.Sizes(3, D, 3, 1));
            case "embedding" ->
                gate -> new TaskEmbeddingGate(
                        Scope.of(parameters).child("embedding"), new TaskEmbeddingGate.Sizes(3, D, 4, 8, EXPERTS));
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "task, top-k",
        "jitter, top-k",
        "random, top-k",
        "private, top-k",
        "embedding, top-k",
        "cgc, own experts",
        "task, all experts",
        "task, noisy",
        "task, biased",
        "task, expert choice",
        "task, first come",
        "task, probability"
    })
    void twoStepsOnDifferentDataLaunchTheSameKernels(String gate, String selection) {
        MoeLayer layer = layer(gate(gate), selection(selection));
        parameters.allocate(backend, new Rng(1));
        Workspace workspace = new Workspace(backend);
        List<String> first = step(layer, workspace, state, 1, 0, 0, 0, 0, 1, 1, 2, -1);
        // other values, another split of rows over tasks, a task without rows, other padding rows
        List<String> second = step(layer, workspace, state, 2, 1, 1, 2, 2, 2, -1, -1, -1);
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
