package panamoe.trainer.experiment.protocol;

import panamoe.trainer.learner.training.Progress;

/** Told what a run is doing. */
public interface UnitListener extends Progress {

    /** A unit begins. */
    void begins(UnitKey unit);

    /**
     * A unit has ended because a model diverged.
     *
     * @param left steps that it would still have taken
     */
    default void diverged(UnitResult unit, int left) {}
}
