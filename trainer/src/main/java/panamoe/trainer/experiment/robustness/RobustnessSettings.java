package panamoe.trainer.experiment.robustness;

import java.util.List;
import java.util.Locale;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.experiment.base.AddsUnrelatedTasks;
import panamoe.trainer.experiment.protocol.SettingsSection;

/**
 * Settings of unrelated-task robustness.
 *
 * @param forms the forms that are run. The sequential form gives a method's score; if only the joint form is run, that one does.
 * @param stepsPerTask training steps per added task, in both forms
 * @param sequentialTrunkRate peak learning rate of the trained encoder layers, with their experts, in the sequential form
 */
public record RobustnessSettings(List<Addition> forms, int stepsPerTask, double sequentialTrunkRate)
        implements SettingsSection, AddsUnrelatedTasks {

    /** The key of this section. */
    public static final Key KEY = new Key("robustness", RobustnessSettings.class);

    /** A form of adding unrelated tasks. */
    public enum Addition {
        /** After the old tasks, without replay. */
        SEQUENTIAL,
        /** Together with the old tasks, from the start. */
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
