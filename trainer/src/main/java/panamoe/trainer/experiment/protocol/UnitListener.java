package panamoe.trainer.experiment.protocol;

import panamoe.trainer.learner.training.Progress;

/** Observes the progress of a run. */
public interface UnitListener extends Progress {

    /** A unit begins. */
    void begins(UnitKey unit);

    /**
     * A unit ended because a model diverged.
     *
     * @param left number of steps that were not done
     */
    default void diverged(UnitResult unit, int left) {}

    /**
     * A unit has failed on a cluster, where the others go on.
     *
     * @param left steps that it would still have taken
     */
    default void failed(UnitKey unit, Throwable reason, int left) {}

    /** Nothing has ended for a while. @throws Stopped if the user asked to stop */
    default void waits() {}

    /** Says something in a line. */
    default void says(String line) {}
}
