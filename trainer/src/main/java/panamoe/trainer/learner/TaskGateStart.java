package panamoe.trainer.learner;

/** The rule for the initial values of task gates. */
public enum TaskGateStart {
    /** Random weights and biases for each task, independent of the others. */
    INDEPENDENT,
    /** The same weights for all tasks, and biases that are similar for tasks with similar descriptions and labels. */
    DESCRIPTION,
    /**
     * As {@link #DESCRIPTION}, but similar also in the texts of their training examples; the biases of related tasks are drawn
     * together by mean shift.
     */
    RELATEDNESS
}
