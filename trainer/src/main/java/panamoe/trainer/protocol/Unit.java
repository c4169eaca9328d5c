package panamoe.trainer.protocol;

import panamoe.trainer.train.Progress;

/** A piece of work whose result is kept as a whole. It follows from the settings and its key alone, not from what ran before. */
public interface Unit {

    /** Its name. */
    UnitKey key();

    /** Training steps of whole models that it takes. */
    int steps();

    /**
     * Does the work.
     *
     * @param finished holds the units that it rests on
     * @param progress told of each of {@link #steps}
     */
    UnitResult run(Lab lab, Finished finished, Progress progress);
}
