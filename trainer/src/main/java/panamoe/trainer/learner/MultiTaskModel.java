package panamoe.trainer.learner;

import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.moe.ExpertBias;
import panamoe.moe.MoeLayer;
import panamoe.moe.PerTaskGate;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertWeights;
import panamoe.trainer.encoder.Encoder;
import panamoe.trainer.encoder.FeedForwardBlock;

/**
 * The trained layers of an encoder, the mean over each sequence's rows, and a head per task. A method differs from another in
 * the feed-forward blocks alone. Every slot has its head, and its gate if the method gives tasks their own, from the start.
 */
public final class MultiTaskModel implements Network {

    private final ModelSettings settings;
    private final Parameters parameters = new Parameters();
    private final @Nullable MoeBlocks sparse;
    private final Encoder encoder;
    private final Heads heads;
    private final @Nullable TaskUncertainty uncertainty;

    /**
     * Makes a model with its pretrained weights, the rest drawn from {@code rng}.
     *
     * @param tasks number of slots
     * @param classes the largest number of labels of any task
     * @throws IllegalArgumentException if the settings do not go with the method
     */
    public MultiTaskModel(
            Backend backend,
            Method method,
            ModelSettings settings,
            BertWeights weights,
            int tasks,
            int classes,
            Rng rng) {
        this.settings = settings;
        settings.moe().requireFits(method);
        BertConfig config = weights.config();
        this.sparse = method.gate() == null
                ? null
                : new MoeBlocks(backend, settings.moe(), method.gate(), tasks, config.vocabulary(), rng);
        Scope scope = Scope.of(parameters);
        this.encoder = new Encoder(
                scope,
                weights,
                settings.firstLayer(),
                settings.lastLayer() + 1,
                layer -> sparse != null && settings.moe().layers().contains(layer)
                        ? sparse
                        : FeedForwardBlock.Factory.dense());
        this.heads = new Heads(scope.child("heads"), tasks, config.width(), classes);
        this.uncertainty = method.weighting() == LossWeighting.UNCERTAINTY
                ? new TaskUncertainty(scope.child("uncertainty"), tasks)
                : null;
        parameters.allocate(backend, rng);
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Output forward(Context ctx, BatchTensors batch) {
        Encoder.Output encoded =
                encoder.forward(ctx, batch.x(), batch.sequences().offsets(), batch.rows());
        return classify(ctx, encoded.hidden().segmentMean(batch.sequences().offsets()), batch, encoded.sparse());
    }

    private Output classify(Context ctx, Var pooled, BatchTensors batch, Iterable<MoeLayer.Output> sparse) {
        Var kept = ctx.isTraining() ? pooled.dropout(settings.dropout()) : pooled;
        return new Output(pooled, heads.forward(ctx, kept, batch), Lists.immutable.ofAll(sparse));
    }

    /** The heads of this model alone, on pooled features: one row per sequence. */
    public Network headsOnly() {
        return new Network() {
            @Override
            public Parameters parameters() {
                return parameters;
            }

            @Override
            public @Nullable TaskUncertainty uncertainty() {
                return uncertainty;
            }

            @Override
            public Output forward(Context ctx, BatchTensors batch) {
                Var pooled = batch.x().segmentMean(batch.sequences().offsets());
                return classify(ctx, pooled, batch, Lists.immutable.empty());
            }
        };
    }

    @Override
    public ImmutableList<PerTaskGate> taskGates() {
        return sparse == null ? Lists.immutable.empty() : sparse.taskGates();
    }

    @Override
    public ImmutableList<ExpertBias> expertBiases() {
        return sparse == null ? Lists.immutable.empty() : sparse.biases();
    }

    @Override
    public @Nullable TaskUncertainty uncertainty() {
        return uncertainty;
    }

    /** The heads. */
    public Heads heads() {
        return heads;
    }

    /** The encoder layers that are mixtures, in the order of {@link Output#sparse}; empty in a dense method. */
    public List<Integer> sparseLayers() {
        return sparse == null ? List.of() : settings.moe().layers();
    }
}
