package panamoe.trainer.product.adding;

import panamoe.tensor.Check;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.learner.TrainedPart;

/**
 * How a task is added.
 *
 * @param related {@value #AUTO}: the task that is most related begins the gates; {@value #NONE}: none does; else the name of one
 * @param train the part of the model that is trained
 * @param steps of training
 * @param batchSize at most; never more than there are examples
 * @param rate highest learning rate of the head and the gates
 * @param trunkRate highest learning rate of the rest, if all is trained
 * @param seed of what is drawn
 */
public record AddTaskSettings(
        String related, TrainedPart train, int steps, int batchSize, double rate, double trunkRate, long seed) {

    /** The most related task is looked for. */
    public static final String AUTO = "auto";

    /** No task is a relative. */
    public static final String NONE = "none";

    /** @throws IllegalArgumentException if a number is out of range */
    public AddTaskSettings {
        SettingsCheck.steps(1, "steps", steps);
        SettingsCheck.batchSize(batchSize);
        Check.that(rate > 0, "rate " + rate + ": expected above 0");
        Check.that(trunkRate > 0, "rate " + trunkRate + " of the trunk: expected above 0");
    }

    /** With the defaults of what is not said. */
    public static AddTaskSettings of(String related, TrainedPart train, int steps, long seed) {
        return new AddTaskSettings(related, train, steps, 32, 0.005, 1e-4, seed);
    }
}
