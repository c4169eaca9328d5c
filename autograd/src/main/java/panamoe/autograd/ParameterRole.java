package panamoe.autograd;

/** The part that a parameter plays in a model. Its layer gives it; learning rates and freezing go by it. */
public enum ParameterRole {
    /** Anything that no other role describes. */
    TRUNK,
    /** A dense feed-forward block, or the expert that serves every row. */
    FEED_FORWARD,
    /** Routed experts, stacked: {@code [E, ...]}. */
    EXPERT,
    /** The scores of experts: gates, and the learned noise of a selection. */
    GATE,
    /** A task's answer. */
    HEAD,
    /** A learned weight of a task's loss. */
    LOSS_WEIGHT
}
