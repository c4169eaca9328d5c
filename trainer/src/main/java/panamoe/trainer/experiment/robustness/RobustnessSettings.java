package panamoe.trainer.experiment.robustness;

import java.util.List;
import java.util.Locale;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.experiment.base.AddsUnrelatedTasks;
import panamoe.trainer.experiment.protocol.SettingsSection;

/**
 * Unrelated-task robustness.
 *
 * @param forms that are run; a method is scored by the sequential one, by the joint one if that alone is run
 * @param stepsPerTask steps per added task, in both forms
 * @param sequentialTrunkRate highest learning rate of the whole of encoder layers in the sequential form
 */
public record RobustnessSettings(List<Addition> forms, int stepsPerTask, double sequentialTrunkRate)
        implements SettingsSection, AddsUnrelatedTasks {

    /** Where they stand. */
    public static final Key KEY = new Key("robustness", RobustnessSettings.class);

    /** How unrelated tasks come in. */
    public enum Addition {
        /** After the others and without replay. */
        SEQUENTIAL,
        /** Together with the others from the start. */
        JOINT;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException if a setting is out of range */
    public RobustnessSettings {
        forms = SettingsCheck.entries("forms", forms);
        SettingsCheck.someDistinct("forms", forms);
        SettingsCheck.steps(1, "steps-per-task", stepsPerTask);
        SettingsCheck.notNegative("sequential-trunk-rate", sequentialTrunkRate);
    }
}
