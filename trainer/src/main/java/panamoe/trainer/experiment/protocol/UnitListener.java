package panamoe.trainer.experiment.protocol;

import panamoe.trainer.learner.training.Progress;

/** Told what a run is doing. */
public interface UnitListener extends Progress {

    /** A unit begins. */
    void begins(UnitKey unit);
}
