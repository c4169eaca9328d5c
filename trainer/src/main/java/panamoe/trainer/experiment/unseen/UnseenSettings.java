package panamoe.trainer.experiment.unseen;

import java.util.List;
import panamoe.tensor.Check;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.experiment.protocol.SettingsSection;
import panamoe.trainer.learner.TrainedPart;

/**
 * Settings of unseen-task generalization.
 *
 * @param shots numbers of training examples of the target, increasing
 * @param draws number of random draws of the shots
 * @param steps training steps per draw
 * @param batchSize examples per batch; the number of shots if that is less
 * @param rate peak learning rate of the new head and gates
 * @param train the trained part of the model
 * @param starts the initial values of the target's gates that are compared, in methods with a gate per task; the first one gives the
 *     score
 * @param leastSimilarity starts auto and blend are as fresh if the most similar seen task has a lower similarity, from -1 to 1
 */
public record UnseenSettings(
        List<Integer> shots,
        int draws,
        int steps,
        int batchSize,
        double rate,
        TrainedPart train,
        List<GateStart> starts,
        double leastSimilarity)
        implements SettingsSection {

    /** The key of this section. */
    public static final Key KEY = new Key("unseen", UnseenSettings.class);

    /** @throws IllegalArgumentException if a setting is out of range */
    public UnseenSettings {
        shots = SettingsCheck.entries("shots", shots);
        SettingsCheck.increasing("shots", shots);
        SettingsCheck.within(1, 1000, "draws", draws);
        SettingsCheck.steps(1, "steps", steps);
        SettingsCheck.batchSize(batchSize);
        SettingsCheck.notNegative("rate", rate);
        starts = SettingsCheck.entries("starts", starts);
        List<String> labels = starts.stream().map(GateStart::label).toList();
        SettingsCheck.distinct("starts", labels);
        Check.that(
                !starts.isEmpty() && !starts.contains(GateStart.NONE),
                "starts " + labels + ": expected at least one of related, wrong, fresh, auto, blend");
        Check.that(
                leastSimilarity >= -1 && leastSimilarity <= 1,
                "least-similarity " + leastSimilarity + ": expected -1 to 1");
    }
}
