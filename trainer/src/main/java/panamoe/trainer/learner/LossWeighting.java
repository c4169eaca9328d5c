package panamoe.trainer.learner;

/** How a dense multi-task model weighs its tasks' losses or gradients against each other. */
public enum LossWeighting {
    /** Every sequence counts the same. */
    EQUAL,
    /** By a learned variance per task ({@link TaskUncertainty}). */
    UNCERTAINTY,
    /** By weights that make tasks train at like rates ({@code GradNorm}; Chen et al. 2018). */
    GRADNORM,
    /** By gradients from which conflicts with other tasks' are projected out ({@code PcGrad}; Yu et al. 2020). */
    PCGRAD;

    /** True if the tasks of a batch are compared with each other, so that it must hold several. */
    public boolean comparesTasks() {
        return this == GRADNORM || this == PCGRAD;
    }
}
