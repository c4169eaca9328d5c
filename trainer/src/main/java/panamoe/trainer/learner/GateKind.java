package panamoe.trainer.learner;

/** What tells a row of a sparse model its experts. */
public enum GateKind {
    /** One gate for all tasks. */
    SHARED,
    /** Chance. */
    RANDOM,
    /** The row's token. */
    HASH,
    /** A gate per task whose weights all experts get: the dense mixture. */
    MIXTURE,
    /** The row's task alone: every task has experts of its own. */
    PRIVATE,
    /** One gate that is told the task by a learned vector. */
    TASK_EMBEDDING,
    /** A gate per task. */
    TASK;

    /** True if a part of the gate is the task's own and can be handed to another task. */
    public boolean isPerTask() {
        return this == MIXTURE || this == TASK_EMBEDDING || this == TASK;
    }
}
