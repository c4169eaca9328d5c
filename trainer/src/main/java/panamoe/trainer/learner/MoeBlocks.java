package panamoe.trainer.learner;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import panamoe.autograd.ParameterRole;
import panamoe.autograd.nn.Scope;
import panamoe.moe.BiasedTopK;
import panamoe.moe.Capacity;
import panamoe.moe.ExpertBias;
import panamoe.moe.ExpertChoice;
import panamoe.moe.ExpertParallel;
import panamoe.moe.Experts;
import panamoe.moe.Gate;
import panamoe.moe.GateTransfer;
import panamoe.moe.JitterGate;
import panamoe.moe.MoeLayer;
import panamoe.moe.NoisyTopK;
import panamoe.moe.PerTaskGate;
import panamoe.moe.Selection;
import panamoe.moe.TokenChoice;
import panamoe.moe.TopK;
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
    private final MutableList<Experts> routed = Lists.mutable.empty();
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

    /** Copies the gates and the private experts of a task to another task, whichever of them the gates have. */
    void copyTaskParts(int from, int to) {
        taskGates.forEach(gate -> GateTransfer.copy(backend, gate, from, to));
        ImmutableIntList sources = kind.privateExperts(settings, from);
        ImmutableIntList targets = kind.privateExperts(settings, to);
        for (Experts experts : routed) {
            for (int i = 0; i < sources.size(); i++) {
                experts.copy(backend, sources.get(i), targets.get(i));
            }
        }
    }

    /** A factory of mixtures of this many experts. */
    FeedForwardBlock.Factory of(int experts) {
        return (layer, dense) -> create(layer, dense, experts);
    }

    private FeedForwardBlock create(Scope layer, FeedForwardWeights dense, int count) {
        Scope scope = layer.fresh();
        Gate gate = gate(scope, dense.width(), count);
        Selection selection = selection(scope.child("gate.noise"), dense.width(), count);
        ExpertUnits units = ExpertUnits.of(kind, settings, dense.hidden());
        ExpertStart start = new ExpertStart(dense, units, settings.expertNoise());
        Experts shared = settings.sharedExpert()
                ? new Experts(
                        scope.child("shared").role(ParameterRole.FEED_FORWARD),
                        1,
                        dense.width(),
                        units.shared(),
                        start.shared())
                : null;
        Experts experts = routed(
                scope.child("experts"),
                count,
                dense.width(),
                units.ofExpert(),
                start.routed(kind.sharedByAll(settings)));
        routed.add(experts);
        return new FeedForwardBlock.Sparse(new MoeLayer(gate, selection, experts, shared));
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
        TokenChoice soft = kind.softSelection(settings);
        if (soft != null) {
            return soft;
        }
        return switch (settings.selection()) {
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

    private Experts routed(Scope scope, int count, int width, int hidden, Experts.Start start) {
        return processes.isSingle()
                ? new Experts(scope, count, width, hidden, start)
                : new Experts(scope, new ExpertParallel(processes, count), width, hidden, start);
    }
}
