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
}
