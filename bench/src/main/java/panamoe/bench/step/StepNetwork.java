package panamoe.bench.step;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import panamoe.autograd.Context;
import panamoe.autograd.Init;
import panamoe.autograd.NormalizedSum;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Embedding;
import panamoe.autograd.nn.FeedForward;
import panamoe.autograd.nn.LayerNorm;
import panamoe.autograd.nn.Scope;
import panamoe.autograd.nn.SelfAttention;
import panamoe.moe.ExpertParallel;
import panamoe.moe.Experts;
import panamoe.moe.MoeLayer;
import panamoe.moe.RouterLosses;
import panamoe.moe.TaskGate;
import panamoe.moe.TopK;
import panamoe.moe.Weighting;
import panamoe.tensor.Shape;
import panamoe.tensor.parallel.ProcessGroup;

/**
 * The network of the timed training step: a pre-norm Transformer encoder with a mixture of experts in every other layer, and with a gate
 * and a head per task. A batch has one task.
 *
 * <pre>
 * tokens, positions -> embeddings -> (norm, attention, +, norm, feed-forward or mixture, +) x layers
 *                   -> first row of each sequence -> norm -> the task's head -> cross-entropy + 0.01 load balance
 * </pre>
 */
public final class StepNetwork {

    private static final double BALANCE = 0.01;
    private static final double NORM_EPS = 1e-5;
    private static final double DEVIATION = 0.02;

    private final Parameters parameters = new Parameters();
    private final Embedding tokens;
    private final Embedding positions;
    private final List<Block> blocks = new ArrayList<>();
    private final LayerNorm norm;
    private final Parameter headWeight;
    private final Parameter headBias;

    private record Block(
            LayerNorm attentionNorm, SelfAttention attention, LayerNorm feedForwardNorm, HiddenLayer hidden) {}

    private sealed interface HiddenLayer {}

    private record Dense(FeedForward layer) implements HiddenLayer {}

    private record Sparse(MoeLayer layer, TaskGate gate) implements HiddenLayer {}

    /** Registers the parameters of one process that has all experts. They have no memory yet. */
    public StepNetwork(StepSizes sizes) {
        this(sizes, ProcessGroup.single());
    }

    /**
     * Registers the parameters of one process. They have no memory yet.
     *
     * @param ofExperts the processes among which the experts are divided
     * @throws IllegalArgumentException if they cannot have equal parts
     */
    StepNetwork(StepSizes sizes, ProcessGroup ofExperts) {
        int d = sizes.width();
        Scope scope = Scope.of(parameters);
        tokens = new Embedding(scope.child("tokens"), sizes.vocabulary(), d);
        positions = new Embedding(scope.child("positions"), sizes.length(), d);
        for (int i = 0; i < sizes.layers(); i++) {
            blocks.add(block(scope.child("layer." + i), sizes, sizes.isMixture(i), ofExperts));
        }
        norm = new LayerNorm(scope.child("norm"), d, NORM_EPS);
        Scope head = scope.child("head").role(ParameterRole.HEAD);
        headWeight = head.addStacked("weight", Shape.of(sizes.tasks(), d, StepBatch.CLASSES), Init.normal(DEVIATION));
        headBias = head.undecayed().addStacked("bias", Shape.of(sizes.tasks(), StepBatch.CLASSES), Init.constant(0));
    }

    private static Block block(Scope scope, StepSizes sizes, boolean sparse, ProcessGroup ofExperts) {
        int d = sizes.width();
        return new Block(
                new LayerNorm(scope.child("attentionNorm"), d, NORM_EPS),
                new SelfAttention(scope.child("attention"), d, sizes.heads()),
                new LayerNorm(scope.child("feedForwardNorm"), d, NORM_EPS),
                sparse
                        ? mixture(scope, sizes, ofExperts)
                        : new Dense(new FeedForward(scope.child("feedForward"), d, sizes.hidden())));
    }

    private static Sparse mixture(Scope scope, StepSizes sizes, ProcessGroup ofExperts) {
        TaskGate gate = new TaskGate(scope.child("gate"), sizes.tasks(), sizes.width(), sizes.experts(), DEVIATION, 0);
        MoeLayer layer = new MoeLayer(
                gate,
                new TopK(sizes.k(), sizes.k() == 1 ? Weighting.PROBABILITY : Weighting.RENORMALIZED),
                experts(scope.child("experts"), sizes, ofExperts));
        return new Sparse(layer, gate);
    }

    private static Experts experts(Scope scope, StepSizes sizes, ProcessGroup ofExperts) {
        Experts.Start start = Experts.Start.normal(DEVIATION);
        int d = sizes.width();
        return ofExperts.isSingle()
                ? new Experts(scope, sizes.experts(), d, sizes.hidden(), start)
                : new Experts(scope, new ExpertParallel(ofExperts, sizes.experts()), d, sizes.hidden(), start);
    }

    /** The parameters in the order of registration. */
    public Parameters parameters() {
        return parameters;
    }

    /** Freezes the biases of the gates, which are 0. The gates of the peers have no bias. */
    void freezeGateBiases() {
        for (Block block : blocks) {
            if (block.hidden instanceof Sparse sparse) {
                parameters.setTrainable(sparse.gate.bias(), false);
            }
        }
    }

    /** The loss of a batch. If several processes share it, their losses add up to that of the whole batch. */
    Var loss(Context ctx, StepBatch batch) {
        return loss(ctx, batch, output -> {});
    }

    /** The shares of the batch's choices that each expert gets, of the batch of all processes: {@code double[E]} for each mixture. */
    List<double[]> expertShares(Context ctx, StepBatch batch) {
        List<double[]> shares = new ArrayList<>();
        loss(ctx, batch, output -> shares.add(ctx.backend().readDoubles(output.shares(ctx))));
        return shares;
    }

    private Var loss(Context ctx, StepBatch batch, Consumer<MoeLayer.Output> outputs) {
        // the layer norm that reads a residual sum first also computes it
        Var x = tokens.forward(ctx, batch.tokens());
        Var delta = positions.forward(ctx, batch.positions());
        Var balance = null;
        for (Block block : blocks) {
            NormalizedSum before = block.attentionNorm.forward(ctx, x, delta);
            Var attended = block.attention.forward(ctx, before.normalized(), batch.offsets());
            NormalizedSum between = block.feedForwardNorm.forward(ctx, before.sum(), attended);
            x = between.sum();
            switch (block.hidden) {
                case Dense dense -> delta = dense.layer.forward(ctx, between.normalized());
                case Sparse sparse -> {
                    MoeLayer.Output output = sparse.layer.forward(ctx, between.normalized(), batch.rows());
                    outputs.accept(output);
                    Var layerBalance = RouterLosses.loadBalance(ctx, output);
                    balance = balance == null ? layerBalance : balance.add(layerBalance);
                    delta = output.y();
                }
            }
        }
        Var task = norm.forward(ctx, x.add(delta).gatherRows(batch.firsts()))
                .groupedMatmul(ctx.parameter(headWeight), batch.taskOffsets())
                .addSegmentBias(ctx.parameter(headBias), batch.taskOffsets())
                .crossEntropy(batch.labels(), batch.classes())
                .mean();
        Var part = ctx.group().isSingle() ? task : task.scale(1.0 / ctx.group().size());
        return balance == null ? part : part.add(balance.scale(BALANCE));
    }
}
