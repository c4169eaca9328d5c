package panamoe.trainer.learner;

import org.jspecify.annotations.Nullable;

/**
 * The learners that are compared. With k = 1 all use the same number of parameters for a token, but for the dense mixture, which
 * uses all.
 */
public enum Method {
    /** A dense model per task. */
    SINGLE_TASK(MethodNames.SINGLE_TASK, LossWeighting.EQUAL, null),
    /** One dense model for all tasks, with a head per task. */
    DENSE_MTL(MethodNames.DENSE_MTL, LossWeighting.EQUAL, null),
    /** The same with losses weighted by learned uncertainty (Kendall et al. 2018). */
    DENSE_UNCERTAINTY(MethodNames.DENSE_UNCERTAINTY, LossWeighting.UNCERTAINTY, null),
    /** The same with losses weighted by GradNorm (Chen et al. 2018). */
    DENSE_GRADNORM(MethodNames.DENSE_GRADNORM, LossWeighting.GRADNORM, null),
    /** The same with conflicting gradients projected (PCGrad; Yu et al. 2020). */
    DENSE_PCGRAD(MethodNames.DENSE_PCGRAD, LossWeighting.PCGRAD, null),
    /** Experts for all tasks behind one gate, with a head per task. */
    SHARED_GATE_MOE(MethodNames.SHARED_GATE_MOE, LossWeighting.EQUAL, GateKind.SHARED),
    /** The same with experts drawn at random (Zuo et al. 2022). */
    RANDOM_GATE_MOE(MethodNames.RANDOM_GATE_MOE, LossWeighting.EQUAL, GateKind.RANDOM),
    /** The same with a fixed expert for each token of the vocabulary (Roller et al. 2021). */
    HASH_GATE_MOE(MethodNames.HASH_GATE_MOE, LossWeighting.EQUAL, GateKind.HASH),
    /** A gate per task that weighs all experts: as many times the cost as there are experts (Ma et al. 2018, MMoE). */
    DENSE_MIXTURE_MOE(MethodNames.DENSE_MIXTURE_MOE, LossWeighting.EQUAL, GateKind.MIXTURE),
    /** Experts of each task's own: the control that tells isolation from sharing. */
    PRIVATE_EXPERT_MOE(MethodNames.PRIVATE_EXPERT_MOE, LossWeighting.EQUAL, GateKind.PRIVATE),
    /** Experts for all tasks behind one gate that is told the task. */
    TASK_EMBEDDING_MOE(MethodNames.TASK_EMBEDDING_MOE, LossWeighting.EQUAL, GateKind.TASK_EMBEDDING),
    /** Experts for all tasks behind a gate per task, with a head per task (Gupta et al. 2022). */
    TASK_GATE_MOE(MethodNames.TASK_GATE_MOE, LossWeighting.EQUAL, GateKind.TASK);

    private final String label;
    private final LossWeighting weighting;
    private final @Nullable GateKind gate;

    Method(String label, LossWeighting weighting, @Nullable GateKind gate) {
        this.label = label;
        this.weighting = weighting;
        this.gate = gate;
    }

    /** The name in reports and on the command line. */
    public String label() {
        return label;
    }

    /** How the tasks' losses are weighed. */
    public LossWeighting weighting() {
        return weighting;
    }

    /** The gate before the experts; null in a dense method. */
    public @Nullable GateKind gate() {
        return gate;
    }

    /** True if the feed-forward blocks are experts behind gates. */
    public boolean isSparse() {
        return gate != null;
    }

    /** True if tasks have gates, or parts of gates, that can be handed to another task. */
    public boolean hasTaskGates() {
        return gate != null && gate.isPerTask();
    }

    /** The {@link #label}. */
    @Override
    public String toString() {
        return label;
    }
}
