package panamoe.trainer.product.training;

import panamoe.trainer.learner.training.Progress;

/** Called at every step and every evaluation of a training; stops it by throwing {@link Progress.Stopped}. */
public interface TrainingListener extends Progress {

    /** The model was measured on dev. */
    default void evaluated(DevEvaluation evaluation) {}
}
