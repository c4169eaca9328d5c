package panamoe.trainer.experiment.protocol;

import java.nio.file.Path;
import java.util.Optional;
import panamoe.trainer.learner.training.Progress;

/** A piece of work whose result is kept as a whole. It follows from the settings and its key alone, not from what ran before. */
public interface Unit {

    /** Its name. */
    UnitKey key();

    /** Training steps of whole models that it takes. */
    int steps();

    /** The unit whose kept model it begins with, if it does. */
    default Optional<UnitKey> restsOn() {
        return Optional.empty();
    }

    /** The file in which it keeps its model for other units, if it does. */
    default Optional<Path> keptModel(Path checkpoints) {
        return Optional.empty();
    }

    /**
     * Does the work.
     *
     * @param progress told of each of {@link #steps}
     */
    UnitResult run(Lab lab, Progress progress);
}
