package panamoe.trainer.experiment;

import java.io.IOException;
import java.util.List;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.protocol.UnitListener;
import panamoe.trainer.learner.training.Progress;

/** Does the units of runs: one after the other in this process, or on the machines of a {@link Cluster}. */
@FunctionalInterface
public interface UnitRunner {

    /** One unit after the other, in this process. */
    UnitRunner LOCAL = (runs, listener) -> {
        for (Experiment run : runs) {
            run.run(listener);
        }
    };

    /**
     * Does what is left of the runs and keeps each unit as it is finished.
     *
     * @throws Progress.Stopped if the listener asked for it
     * @throws UserError if another process is at work in the folder of a run
     * @throws IOException if a result cannot be kept
     */
    void run(List<Experiment> runs, UnitListener listener) throws IOException;
}
