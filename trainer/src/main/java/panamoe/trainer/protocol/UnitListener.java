package panamoe.trainer.protocol;

import panamoe.trainer.train.Progress;

/** Told what a run is doing. */
public interface UnitListener extends Progress {

    /** A unit begins. */
    void begins(UnitKey unit);
}
