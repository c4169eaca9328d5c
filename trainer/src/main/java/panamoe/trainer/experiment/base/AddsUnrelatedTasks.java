package panamoe.trainer.experiment.base;

/**
 * Settings of a protocol that trains the unrelated tasks beside those of the base models. Their steps are part of the {@link
 * JointMixture}, which gives the other tasks the same steps in joint training and in the base models.
 */
public interface AddsUnrelatedTasks {

    /** Steps per unrelated task. */
    int stepsPerTask();
}
