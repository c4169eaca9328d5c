package panamoe.trainer.experiment.base;

/**
 * Settings of a protocol that trains the unrelated tasks together with the seen tasks. The steps of the unrelated tasks are part of the
 * {@link JointMixture}, so that the seen tasks have the same steps in joint training and in the base models.
 */
public interface AddsUnrelatedTasks {

    /** Training steps per unrelated task. */
    int stepsPerTask();
}
