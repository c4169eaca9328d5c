package panamoe.trainer.learner;

import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Context;
import panamoe.autograd.Parameter;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.moe.ExpertBias;
import panamoe.moe.MoeLayer;
import panamoe.moe.Part;
import panamoe.moe.PerTaskGate;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertWeights;
import panamoe.trainer.encoder.Encoder;
import panamoe.trainer.encoder.FeedForwardBlock;

/**
 * The trained layers of an encoder, mean pooling over the rows of each sequence, and a head per task. The networks of two methods
 * differ only in their feed-forward blocks. Every slot has its head from the start, and its gate if the method has gates per task.
 */
public final class MultiTaskModel implements Network {

    private final ModelSettings settings;
    private final List<Integer> sparseLayers;
    private final Parameters parameters = new Parameters();
    private final @Nullable MoeBlocks sparse;
    private final Encoder encoder;
    private final Heads heads;
    private final @Nullable TaskUncertainty uncertainty;

    /**
     * Creates a model with pretrained weights; the other initial values are drawn from {@code rng}.
     *
     * @param tasks number of slots
     * @param classes the largest number of labels of any task
     * @throws IllegalArgumentException if the settings are not valid for the method
     */
    public MultiTaskModel(
            Backend backend,
            Method method,
            ModelSettings settings,
            BertWeights weights,
            int tasks,
            int classes,
            Rng rng) {
        this(backend, method, settings, method.experts(settings.moe(), tasks), weights, tasks, classes, rng);
    }

    /**
     * Creates a model with given numbers of experts in place of those of the settings.
     *
     * @param experts the number of experts by encoder layer; a layer without an entry has a dense block
     */
    public MultiTaskModel(
            Backend backend,
            Method method,
            ModelSettings settings,
            Map<Integer, Integer> experts,
            BertWeights weights,
            int tasks,
            int classes,
            Rng rng) {
        this(backend, method, settings, experts, weights, tasks, classes, rng, ProcessGroup.single());
    }

    /**
     * Creates a model whose experts are divided among processes.
     *
     * @param processes each of them gets an equal part of the experts of each mixture
     * @throws IllegalArgumentException if the experts of a mixture cannot be divided
     */
    public MultiTaskModel(
            Backend backend,
            Method method,
            ModelSettings settings,
            Map<Integer, Integer> experts,
            BertWeights weights,
            int tasks,
            int classes,
            Rng rng,
            ProcessGroup processes) {
        this.settings = settings;
        this.sparseLayers = experts.keySet().stream().sorted().toList();
        settings.moe().requireFits(method);
        BertConfig config = weights.config();
        this.sparse = method.gate() == null
                ? null
                : new MoeBlocks(backend, settings.moe(), method.gate(), tasks, config.vocabulary(), rng, processes);
        Scope scope = Scope.of(parameters);
        this.encoder = new Encoder(
                scope,
                weights,
                settings.firstLayer(),
                settings.lastLayer() + 1,
                layer -> sparse != null && experts.containsKey(layer)
                        ? sparse.of(experts.get(layer))
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
        Var kept = ctx.isTraining() ? dropout(ctx, pooled, batch.sequences()) : pooled;
        return new Output(pooled, heads.forward(ctx, kept, batch), Lists.immutable.ofAll(sparse));
    }

    /** The mask of a sequence depends on its place in the whole batch, not on the process that has it. */
    private Var dropout(Context ctx, Var pooled, BatchTensors.Sequences sequences) {
        if (ctx.group().isSingle()) {
            return pooled.dropout(settings.dropout());
        }
        int own = pooled.shape().rows();
        Tensor ones = ctx.floats(Shape.of(sequences.whole(), pooled.shape().columns()));
        ctx.backend().fill(1, ones);
        int first = Math.min(sequences.first(), sequences.whole() - own);
        return pooled.mul(ctx.constant(ones).dropout(settings.dropout()).rowSlice(first, first + own));
    }

    /** Only the heads of this model, for batches of pooled features with one row per sequence. */
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
        return sparseLayers;
    }

    /**
     * Copies the gates and the private experts of a task to another task, whichever of them the method has. Then the model computes
     * the same features for a text in both tasks.
     *
     * @param from the slot of the first task
     * @param to the slot of the other
     */
    public void copyTaskParts(int from, int to) {
        if (sparse != null) {
            sparse.copyTaskParts(from, to);
        }
    }

    /**
     * Copies a part of a larger model of the same encoder, method and settings. Where this model has a dense block in place of a
     * mixture, the block becomes the single kept expert.
     *
     * @param slots the slots of the kept tasks in the larger model, ascending
     * @param experts the kept experts of each mixture of the larger model, ascending, by encoder layer
     */
    public void takePart(MultiTaskModel whole, ImmutableIntList slots, Map<Integer, ImmutableIntList> experts) {
        Backend backend = parameters.backend();
        for (Parameter parameter : parameters.list()) {
            boolean trunk = parameter.role() == ParameterRole.TRUNK || parameter.role() == ParameterRole.FEED_FORWARD;
            if (trunk && whole.parameters.find(parameter.name()).isPresent()) {
                backend.copy(whole.parameters.get(parameter.name()).value(), parameter.value());
            }
        }
        heads.takePart(backend, whole.heads, slots);
        if (uncertainty != null && whole.uncertainty != null) {
            uncertainty.takePart(backend, whole.uncertainty, slots);
        }
        for (Map.Entry<Integer, ImmutableIntList> kept : experts.entrySet()) {
            int block = kept.getKey() - settings.firstLayer();
            MoeLayer mixture =
                    ((FeedForwardBlock.Sparse) whole.encoder.feedForwardBlocks().get(block)).layer();
            switch (encoder.feedForwardBlocks().get(block)) {
                case FeedForwardBlock.Sparse smaller ->
                    smaller.layer().takePart(backend, mixture, new Part(slots, kept.getValue()));
                case FeedForwardBlock.Dense dense ->
                    mixture.experts().copyTo(backend, kept.getValue().getFirst(), dense.network());
            }
        }
    }
}
