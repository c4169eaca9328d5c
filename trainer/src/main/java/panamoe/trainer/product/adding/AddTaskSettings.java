package panamoe.trainer.product.adding;

import panamoe.tensor.Check;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.learner.TrainedPart;

/**
 * The settings of the training that adds a task.
 *
 * @param related the name of the task whose gates the new task starts with; {@value #AUTO} for the most related one, {@value #BLEND} for
 *     the mean of all gates, weighted by similarity, {@value #NONE} for none
 * @param train the part of the model to train
 * @param steps the number of training steps
 * @param batchSize the largest number of examples in a batch; a task with fewer examples has smaller batches
 * @param rate the highest learning rate of the head and the gates
 * @param trunkRate the highest learning rate of the other parameters, if the whole model is trained
 * @param seed of the random numbers
 */
public record AddTaskSettings(
        String related, TrainedPart train, int steps, int batchSize, double rate, double trunkRate, long seed) {

    /** Start with the gates of the most related task. */
    public static final String AUTO = "auto";

    /** Start with the mean of all gates, weighted by the similarity of their tasks. */
    public static final String BLEND = "blend";

    /** Start without the gates of another task. */
    public static final String NONE = "none";

    /** @throws IllegalArgumentException if a number is out of range */
    public AddTaskSettings {
        SettingsCheck.steps(1, "steps", steps);
        SettingsCheck.batchSize(batchSize);
        Check.that(rate > 0, "rate " + rate + ": expected above 0");
        Check.that(trunkRate > 0, "rate " + trunkRate + " of the trunk: expected above 0");
    }

    /** Settings with the default batch size and learning rates. */
    public static AddTaskSettings of(String related, TrainedPart train, int steps, long seed) {
        return new AddTaskSettings(related, train, steps, 32, 0.005, 1e-4, seed);
    }
}
