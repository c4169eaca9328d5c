package panamoe.bench.step;

import java.util.ArrayList;
import java.util.List;
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
import panamoe.autograd.optim.AdamW;
import panamoe.moe.Experts;
import panamoe.moe.MoeLayer;
import panamoe.moe.RouterLosses;
import panamoe.moe.TaskGate;
import panamoe.moe.TopK;
import panamoe.moe.Weighting;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Workspace;

/**
 * The model of the timed training step: a pre-norm Transformer encoder with a mixture of experts in every other layer, and with a gate
 * and a head per task. A batch has one task.
 *
 * <pre>
 * tokens, positions -> embeddings -> (norm, attention, +, norm, feed-forward or mixture, +) x layers
 *                   -> first row of each sequence -> norm -> the task's head -> cross-entropy + 0.01 load balance
 * </pre>
 */
public final class StepModel {

    private static final double BALANCE = 0.01;
    private static final double NORM_EPS = 1e-5;
    private static final double DEVIATION = 0.02;

    private final Workspace workspace;
    private final Parameters parameters = new Parameters();
    private final Embedding tokens;
    private final Embedding positions;
    private final List<Block> blocks = new ArrayList<>();
    private final LayerNorm norm;
    private final Parameter headWeight;
    private final Parameter headBias;
    private final AdamW optimizer;

    private record Block(
            LayerNorm attentionNorm, SelfAttention attention, LayerNorm feedForwardNorm, HiddenLayer hidden) {}

    private sealed interface HiddenLayer {}

    private record Dense(FeedForward layer) implements HiddenLayer {}

    private record Sparse(MoeLayer layer, TaskGate gate) implements HiddenLayer {}

    /** A model with random weights. */
    public StepModel(Backend backend, StepSizes sizes, Rng rng) {
        int d = sizes.width();
        Scope scope = Scope.of(parameters);
        tokens = new Embedding(scope.child("tokens"), sizes.vocabulary(), d);
        positions = new Embedding(scope.child("positions"), sizes.length(), d);
        for (int i = 0; i < sizes.layers(); i++) {
            blocks.add(block(scope.child("layer." + i), sizes, sizes.isMixture(i)));
        }
        norm = new LayerNorm(scope.child("norm"), d, NORM_EPS);
        Scope head = scope.child("head").role(ParameterRole.HEAD);
        headWeight = head.addStacked("weight", Shape.of(sizes.tasks(), d, StepBatch.CLASSES), Init.normal(DEVIATION));
        headBias = head.undecayed().addStacked("bias", Shape.of(sizes.tasks(), StepBatch.CLASSES), Init.constant(0));
        parameters.allocate(backend, rng);
        // the gates of the peers have no bias; frozen at 0, these biases have no effect
        for (Block block : blocks) {
            if (block.hidden instanceof Sparse sparse) {
                parameters.setTrainable(sparse.gate.bias(), false);
            }
        }
        workspace = new Workspace(backend);
        optimizer = new AdamW(parameters, AdamW.Settings.defaults(), p -> new AdamW.Group(1e-3, 0.01));
    }

    private Block block(Scope scope, StepSizes sizes, boolean sparse) {
        int d = sizes.width();
        return new Block(
                new LayerNorm(scope.child("attentionNorm"), d, NORM_EPS),
                new SelfAttention(scope.child("attention"), d, sizes.heads()),
                new LayerNorm(scope.child("feedForwardNorm"), d, NORM_EPS),
                sparse
                        ? mixture(scope, sizes)
                        : new Dense(new FeedForward(scope.child("feedForward"), d, sizes.hidden())));
    }

    private Sparse mixture(Scope scope, StepSizes sizes) {
        int d = sizes.width();
        TaskGate gate = new TaskGate(scope.child("gate"), sizes.tasks(), d, sizes.experts(), DEVIATION, 0);
        MoeLayer layer = new MoeLayer(
                gate,
                new TopK(sizes.k(), sizes.k() == 1 ? Weighting.PROBABILITY : Weighting.RENORMALIZED),
                new Experts(
                        scope.child("experts"), sizes.experts(), d, sizes.hidden(), Experts.Start.normal(DEVIATION)));
        return new Sparse(layer, gate);
    }

    /**
     * The loss and the times of one step. The times of the phases are valid only on a CPU backend, where a kernel has run when its call
     * returns.
     *
     * @param loss the loss before the update
     * @param forwardNanos nanoseconds of the forward pass
     * @param backwardNanos nanoseconds of the backward pass
     * @param optimizerNanos nanoseconds of the gradient norm and AdamW
     */
    public record Timing(double loss, long forwardNanos, long backwardNanos, long optimizerNanos) {

        /** The sum of all phases. */
        public long nanos() {
            return forwardNanos + backwardNanos + optimizerNanos;
        }
    }

    /** One training step: forward, backward, clipping by global norm to 1, AdamW on all parameters. */
    public Timing step(StepBatch batch) {
        long start = System.nanoTime();
        Context ctx = Context.training(parameters.backend(), workspace, parameters, null);
        Var loss = loss(ctx, batch);
        long forward = System.nanoTime();
        ctx.backward(loss);
        long backward = System.nanoTime();
        optimizer.step(1);
        double value = parameters.backend().readFloats(loss.value())[0];
        return new Timing(value, forward - start, backward - forward, System.nanoTime() - backward);
    }

    /** The allocated parameters. */
    public Parameters parameters() {
        return parameters;
    }

    private Var loss(Context ctx, StepBatch batch) {
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
        return balance == null ? task : task.add(balance.scale(BALANCE));
    }
}
