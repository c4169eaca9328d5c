package panamoe.trainer.experiment.unseen;

import java.util.List;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.experiment.protocol.SettingsSection;
import panamoe.trainer.learner.TrainedPart;

/**
 * Unseen-task generalization.
 *
 * @param shots training examples of the target, increasing
 * @param draws of the shots
 * @param steps per draw
 * @param batchSize at most; never more than the shots
 * @param rate highest learning rate of the new head and gates
 * @param train the part of the model that is trained
 */
public record UnseenSettings(List<Integer> shots, int draws, int steps, int batchSize, double rate, TrainedPart train)
        implements SettingsSection {

    /** Where they stand. */
    public static final Key KEY = new Key("unseen", UnseenSettings.class);

    /** @throws IllegalArgumentException if a setting is out of range */
    public UnseenSettings {
        shots = SettingsCheck.entries("shots", shots);
        SettingsCheck.increasing("shots", shots);
        SettingsCheck.within(1, 1000, "draws", draws);
        SettingsCheck.steps(1, "steps", steps);
        SettingsCheck.batchSize(batchSize);
        SettingsCheck.notNegative("rate", rate);
    }
}
