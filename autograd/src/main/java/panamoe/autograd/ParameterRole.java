package panamoe.autograd;

/** What a parameter does in a model. Its layer knows; learning rates and what is frozen go by it. */
public enum ParameterRole {
    /** Anything that no other role describes. */
    TRUNK,
    /** A dense feed-forward block, or the expert that serves every row. */
    FEED_FORWARD,
    /** Routed experts, stacked: {@code [E, ...]}. */
    EXPERT,
    /** What scores experts: gates, and the learned noise of a selection. */
    GATE,
    /** What answers a task. */
    HEAD,
    /** A learned weight of a task's loss. */
    LOSS_WEIGHT
}
