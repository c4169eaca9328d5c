package panamoe.trainer.model;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Context;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.moe.Experts;
import panamoe.moe.Gate;
import panamoe.moe.MoeLayer;
import panamoe.moe.SharedGate;
import panamoe.moe.TaskGate;
import panamoe.moe.TopK;
import panamoe.moe.Upcycle;
import panamoe.moe.Weighting;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.trainer.minilm.MiniLmWeights;

/**
 * The trained layers of an encoder, the mean over each sequence's rows, and a head per task. A method differs from another in
 * the feed-forward blocks alone. Every slot has its head, and its gate if the method gives tasks their own, from the start.
 */
public final class MultiTaskModel implements Network {

    private final ModelSettings settings;
    private final Parameters parameters = new Parameters();
    private final Encoder encoder;
    private final Heads heads;

    /**
     * Makes a model with its pretrained weights, the rest drawn from {@code rng}.
     *
     * @param tasks number of slots
     * @param classes the largest number of labels of any task
     */
    public MultiTaskModel(
            Backend backend,
            Method method,
            ModelSettings settings,
            MiniLmWeights weights,
            int tasks,
            int classes,
            Rng rng) {
        this.settings = settings;
        this.encoder = new Encoder(
                Scope.of(parameters),
                weights,
                settings.firstLayer(),
                settings.lastLayer() + 1,
                method.isSparse() ? sparse(method, tasks) : FeedForwardBlock.Factory.dense());
        this.heads = new Heads(parameters, tasks, weights.config().width(), classes);
        parameters.allocate(backend, rng);
    }

    /** Experts that begin as copies of the dense block, behind the method's gate. */
    private FeedForwardBlock.Factory sparse(Method method, int tasks) {
        int experts = settings.experts();
        Weighting weighting = settings.k() == 1 ? Weighting.UNIT : Weighting.RENORMALIZED;
        return (scope, dense) -> {
            String name = scope.fullName("gate");
            Gate gate = method == Method.TASK_GATE_MOE
                    ? new TaskGate(
                            parameters,
                            name,
                            tasks,
                            dense.width(),
                            experts,
                            settings.gateDeviation(),
                            settings.gateBiasDeviation())
                    : new SharedGate(parameters, name, dense.width(), experts, settings.gateDeviation());
            Experts copies = new Experts(
                    parameters,
                    scope.fullName("experts"),
                    experts,
                    dense.width(),
                    dense.hidden(),
                    Upcycle.start(
                            dense.weight1(), dense.bias1(), dense.weight2(), dense.bias2(), settings.expertNoise()));
            return new FeedForwardBlock.Sparse(new MoeLayer(gate, new TopK(settings.k(), weighting), copies));
        };
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public Output forward(Context ctx, BatchTensors batch) {
        Encoder.Output encoded = encoder.forward(ctx, batch.x(), batch.sequenceOffsets(), batch.rows());
        return classify(ctx, encoded.hidden().segmentMean(batch.sequenceOffsets()), batch, encoded.sparse());
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
            public Output forward(Context ctx, BatchTensors batch) {
                Var pooled = batch.x().segmentMean(batch.sequenceOffsets());
                return classify(ctx, pooled, batch, Lists.immutable.empty());
            }
        };
    }

    /** The gates of the sparse layers that each task has its own of, lowest first; empty in the other methods. */
    public ImmutableList<TaskGate> taskGates() {
        return encoder.feedForwardBlocks()
                .selectInstancesOf(FeedForwardBlock.Sparse.class)
                .collect(block -> block.layer().gate())
                .selectInstancesOf(TaskGate.class);
    }

    /** The heads. */
    public Heads heads() {
        return heads;
    }

    /** The number of the lowest sparse layer and those above it, in the order of {@link Output#sparse}. */
    public int firstLayer() {
        return settings.firstLayer();
    }

    /** True for heads and gates, which learn at a higher rate than what they rest on. */
    public static boolean isHeadOrGate(Parameter parameter) {
        return parameter.name().startsWith("heads.") || isGate(parameter);
    }

    /** True for gates. */
    public static boolean isGate(Parameter parameter) {
        return parameter.name().contains(".gate.");
    }

    /** True for weight matrices: biases and layer norms are not decayed. */
    public static boolean isDecayed(Parameter parameter) {
        return !parameter.name().matches(".*\\.(bias[12]?|\\w*[nN]orm\\.weight)");
    }
}
