package panamoe.trainer.learner;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.autograd.Init;
import panamoe.autograd.Parameters;
import panamoe.autograd.nn.Scope;
import panamoe.moe.AllExperts;
import panamoe.moe.BiasedTopK;
import panamoe.moe.Capacity;
import panamoe.moe.ExpertBias;
import panamoe.moe.ExpertChoice;
import panamoe.moe.Experts;
import panamoe.moe.Gate;
import panamoe.moe.HashGate;
import panamoe.moe.JitterGate;
import panamoe.moe.MoeLayer;
import panamoe.moe.NoisyTopK;
import panamoe.moe.PerTaskGate;
import panamoe.moe.PrivateExpertsGate;
import panamoe.moe.RandomGate;
import panamoe.moe.Selection;
import panamoe.moe.SharedGate;
import panamoe.moe.TaskEmbeddingGate;
import panamoe.moe.TaskGate;
import panamoe.moe.TokenChoice;
import panamoe.moe.TopK;
import panamoe.moe.Upcycle;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.trainer.encoder.FeedForwardBlock;

/**
 * Makes the mixtures of experts of one model, as its settings say, and knows what was made. Parameters of a gate, and of the noise
 * of a selection, are named {@code <layer>.gate...}.
 */
final class MoeBlocks implements FeedForwardBlock.Factory {

    private final Parameters parameters;
    private final Backend backend;
    private final MoeSettings settings;
    private final GateKind kind;
    private final int tasks;
    private final int vocabulary;
    private final Rng rng;
    private final MutableList<PerTaskGate> taskGates = Lists.mutable.empty();
    private final MutableList<ExpertBias> biases = Lists.mutable.empty();

    /** @param rng of choices that are not learned */
    MoeBlocks(
            Parameters parameters,
            Backend backend,
            MoeSettings settings,
            GateKind kind,
            int tasks,
            int vocabulary,
            Rng rng) {
        this.parameters = parameters;
        this.backend = backend;
        this.settings = settings;
        this.kind = kind;
        this.tasks = tasks;
        this.vocabulary = vocabulary;
        this.rng = rng;
    }

    /** The gates, or parts of gates, that tasks have of their own, lowest layer first. */
    ImmutableList<PerTaskGate> taskGates() {
        return taskGates.toImmutable();
    }

    /** The balancing biases, lowest layer first; empty if the selection has none. */
    ImmutableList<ExpertBias> biases() {
        return biases.toImmutable();
    }

    private int experts() {
        return kind == GateKind.PRIVATE ? tasks * settings.gate().privateExperts() : settings.experts();
    }

    @Override
    public FeedForwardBlock create(Scope scope, FeedForwardBlock.Pretrained dense) {
        Gate gate = jittered(gate(scope.fullName("gate"), dense.width()));
        Selection selection = selection(scope.fullName("gate.noise"), dense.width());
        Experts shared = settings.sharedExpert() ? experts(scope.fullName("shared"), 1, dense, copies(dense, 0)) : null;
        Experts.Start start = copies(dense, settings.expertNoise());
        Experts routed =
                experts(scope.fullName("experts"), experts(), dense, settings.sharedExpert() ? silent(start) : start);
        return new FeedForwardBlock.Sparse(new MoeLayer(gate, selection, routed, shared));
    }

    private Gate gate(String name, int width) {
        GateSettings begin = settings.gate();
        return switch (kind) {
            case SHARED -> new SharedGate(parameters, name, width, experts(), begin.weightDeviation());
            case RANDOM -> new RandomGate(experts(), rng.derive(name.hashCode()));
            case HASH -> new HashGate(parameters, name, vocabulary, experts(), rng.derive(name.hashCode()));
            case PRIVATE -> new PrivateExpertsGate(parameters, name, tasks, taskGate(name, width));
            case MIXTURE, TASK -> ofTasks(taskGate(name, width));
            case TASK_EMBEDDING ->
                ofTasks(new TaskEmbeddingGate(
                        parameters,
                        name,
                        new TaskEmbeddingGate.Sizes(tasks, width, begin.taskVector(), begin.hidden(), experts())));
        };
    }

    private TaskGate taskGate(String name, int width) {
        GateSettings begin = settings.gate();
        return new TaskGate(parameters, name, tasks, width, experts(), begin.weightDeviation(), begin.biasDeviation());
    }

    private Gate ofTasks(PerTaskGate gate) {
        taskGates.add(gate);
        return gate;
    }

    /** A gate that does not look at its rows cannot be jittered by them. */
    private Gate jittered(Gate gate) {
        boolean looks = kind != GateKind.RANDOM && kind != GateKind.HASH;
        double jitter = settings.gate().jitter();
        return looks && jitter > 0 ? new JitterGate(gate, jitter) : gate;
    }

    private Selection selection(String noise, int width) {
        return switch (settings.selection()) {
            case SelectionSettings s when kind == GateKind.MIXTURE -> new AllExperts();
            case SelectionSettings.ExpertChoice choice -> new ExpertChoice(choice.factor());
            case SelectionSettings.TokenChoice choice -> {
                TokenChoice within = tokenChoice(choice, noise, width);
                yield choice.capacityFactor() > 0
                        ? new Capacity(within, choice.capacityFactor(), choice.dropPriority())
                        : within;
            }
        };
    }

    private TokenChoice tokenChoice(SelectionSettings.TokenChoice choice, String noise, int width) {
        TopK topK = new TopK(choice.k(), choice.weighting());
        if (choice.noisy()) {
            return new NoisyTopK(parameters, noise, width, experts(), topK);
        }
        if (choice.biasRate() > 0) {
            ExpertBias bias = new ExpertBias(backend, experts(), choice.biasRate());
            biases.add(bias);
            return new BiasedTopK(topK, bias);
        }
        return topK;
    }

    private static Experts.Start copies(FeedForwardBlock.Pretrained dense, double noise) {
        return Upcycle.start(dense.weight1(), dense.bias1(), dense.weight2(), dense.bias2(), noise);
    }

    /** Copies whose output is 0: beside a shared expert, which is the dense block already. */
    private static Experts.Start silent(Experts.Start copies) {
        return new Experts.Start(copies.weight1(), copies.bias1(), Init.constant(0), Init.constant(0));
    }

    private Experts experts(String name, int count, FeedForwardBlock.Pretrained dense, Experts.Start start) {
        return new Experts(parameters, name, count, dense.width(), dense.hidden(), start);
    }
}
