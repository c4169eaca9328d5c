package panamoe.trainer.experiment.protocol;

import java.nio.file.Path;
import java.util.Optional;
import panamoe.trainer.learner.training.Progress;

/** A piece of work with a result that is stored as a whole. The result depends only on the settings and the key, not on earlier units. */
public interface Unit {

    /** The key, which identifies the unit. */
    UnitKey key();

    /** The number of training steps of whole models. Steps that train only heads do not count. */
    int steps();

    /** The unit that keeps the checkpoint with which this unit begins; empty if there is none. */
    default Optional<UnitKey> restsOn() {
        return Optional.empty();
    }

    /** The file in which this unit keeps its model for other units; empty if it keeps none. */
    default Optional<Path> keptModel(Path checkpoints) {
        return Optional.empty();
    }

    /**
     * Does the work.
     *
     * @param progress receives each of the {@link #steps}
     */
    UnitResult run(Lab lab, Progress progress);
}
