package panamoe.trainer.learner;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.autograd.Init;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.nn.Scope;
import panamoe.moe.AllExperts;
import panamoe.moe.BiasedTopK;
import panamoe.moe.Capacity;
import panamoe.moe.ExpertBias;
import panamoe.moe.ExpertChoice;
import panamoe.moe.ExpertParallel;
import panamoe.moe.Experts;
import panamoe.moe.Gate;
import panamoe.moe.JitterGate;
import panamoe.moe.MoeLayer;
import panamoe.moe.NoisyTopK;
import panamoe.moe.PerTaskGate;
import panamoe.moe.Selection;
import panamoe.moe.TokenChoice;
import panamoe.moe.TopK;
import panamoe.moe.Upcycle;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.encoder.FeedForwardBlock;
import panamoe.trainer.encoder.FeedForwardWeights;

/**
 * Creates the mixtures of experts of one model by its settings, and keeps their gates and biases. The names of the parameters of a
 * gate, and of the noise of a selection, begin with {@code <layer>.gate}.
 */
final class MoeBlocks {

    private final Backend backend;
    private final MoeSettings settings;
    private final GateKind kind;
    private final int tasks;
    private final int vocabulary;
    private final Rng rng;
    private final ProcessGroup processes;
    private final MutableList<PerTaskGate> taskGates = Lists.mutable.empty();
    private final MutableList<ExpertBias> biases = Lists.mutable.empty();

    /**
     * @param rng the random numbers of choices that are not learned
     * @param processes the processes among which the routed experts are divided
     */
    MoeBlocks(
            Backend backend,
            MoeSettings settings,
            GateKind kind,
            int tasks,
            int vocabulary,
            Rng rng,
            ProcessGroup processes) {
        this.backend = backend;
        this.settings = settings;
        this.kind = kind;
        this.tasks = tasks;
        this.vocabulary = vocabulary;
        this.rng = rng;
        this.processes = processes;
    }

    /** The gates with parameters per task that can be copied to another task, lowest layer first. */
    ImmutableList<PerTaskGate> taskGates() {
        return taskGates.toImmutable();
    }

    /** The balancing biases, lowest layer first; empty if the selection has none. */
    ImmutableList<ExpertBias> biases() {
        return biases.toImmutable();
    }

    /** A factory of mixtures of this many experts. */
    FeedForwardBlock.Factory of(int experts) {
        return (layer, dense) -> create(layer, dense, experts);
    }

    private FeedForwardBlock create(Scope layer, FeedForwardWeights dense, int count) {
        Scope scope = layer.fresh();
        Gate gate = gate(scope, dense.width(), count);
        Selection selection = selection(scope.child("gate.noise"), dense.width(), count);
        Experts shared = settings.sharedExpert()
                ? experts(scope.child("shared").role(ParameterRole.FEED_FORWARD), 1, dense, copies(dense, 0))
                : null;
        Experts.Start start = copies(dense, settings.expertNoise());
        Experts routed =
                routed(scope.child("experts"), count, dense, settings.sharedExpert() ? withoutOutput(start) : start);
        return new FeedForwardBlock.Sparse(new MoeLayer(gate, selection, routed, shared));
    }

    private Gate gate(Scope layer, int width, int experts) {
        Rng choices = rng.derive(layer.fullName("gate").hashCode());
        Gate gate = kind.create(
                new GateSite(layer.child("gate"), settings.gate(), tasks, width, experts, vocabulary, choices));
        if (kind.isPerTask()) {
            taskGates.add((PerTaskGate) gate);
        }
        double jitter = settings.gate().jitter();
        return kind.readsRows() && jitter > 0 ? new JitterGate(gate, jitter) : gate;
    }

    private Selection selection(Scope noise, int width, int experts) {
        return switch (settings.selection()) {
            case SelectionSettings any when kind.takesAllExperts() -> new AllExperts();
            case SelectionSettings.ExpertChoice choice -> new ExpertChoice(choice.factor());
            case SelectionSettings.TokenChoice choice -> {
                TokenChoice within = tokenChoice(choice, noise, width, experts);
                yield choice.capacityFactor() > 0
                        ? new Capacity(within, choice.capacityFactor(), choice.dropPriority())
                        : within;
            }
        };
    }

    private TokenChoice tokenChoice(SelectionSettings.TokenChoice choice, Scope noise, int width, int experts) {
        TopK topK = new TopK(choice.k(), choice.weighting());
        if (choice.noisy()) {
            return new NoisyTopK(noise, width, experts, topK);
        }
        if (choice.biasRate() > 0) {
            ExpertBias bias = new ExpertBias(backend, experts, choice.biasRate());
            biases.add(bias);
            return new BiasedTopK(topK, bias);
        }
        return topK;
    }

    private static Experts.Start copies(FeedForwardWeights dense, double noise) {
        return Upcycle.start(dense.weight1(), dense.bias1(), dense.weight2(), dense.bias2(), noise);
    }

    /** Copies with an output of 0, for the routed experts of a mixture whose shared expert equals the dense block. */
    private static Experts.Start withoutOutput(Experts.Start copies) {
        return new Experts.Start(copies.weight1(), copies.bias1(), Init.constant(0), Init.constant(0));
    }

    private Experts routed(Scope scope, int count, FeedForwardWeights dense, Experts.Start start) {
        return processes.isSingle()
                ? experts(scope, count, dense, start)
                : new Experts(scope, new ExpertParallel(processes, count), dense.width(), dense.hidden(), start);
    }

    private Experts experts(Scope scope, int count, FeedForwardWeights dense, Experts.Start start) {
        return new Experts(scope, count, dense.width(), dense.hidden(), start);
    }
}
