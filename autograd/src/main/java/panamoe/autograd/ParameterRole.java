package panamoe.autograd;

/** The role of a parameter in a model. Its layer sets the role; learning rates and freezing depend on it. */
public enum ParameterRole {
    /** A parameter with none of the other roles. */
    TRUNK,
    /** A dense feed-forward block, or the shared expert. */
    FEED_FORWARD,
    /** Routed experts, stacked: {@code [E, ...]}. */
    EXPERT,
    /** A parameter of the expert scores: of a gate, or of the learned noise of a selection. */
    GATE,
    /** A task's output head. */
    HEAD,
    /** A learned weight of a task's loss. */
    LOSS_WEIGHT
}
