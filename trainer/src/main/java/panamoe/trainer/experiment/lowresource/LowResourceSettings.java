package panamoe.trainer.experiment.lowresource;

import java.util.List;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.experiment.protocol.SettingsSection;

/**
 * Settings of low-resource transfer.
 *
 * @param targets names of the tasks that are cut; if empty, the suite's tasks with the role low-resource
 * @param sizes numbers of training examples that the targets are cut to, increasing
 * @param targetSteps training steps per target, the same for every size
 * @param otherSteps training steps per other task
 * @param leastShare the least share of the steps that each target gets, 0 to below 1, see {@link panamoe.trainer.tasks.Exposure#withFloor}
 */
public record LowResourceSettings(
        List<String> targets, List<Integer> sizes, int targetSteps, int otherSteps, double leastShare)
        implements SettingsSection {

    /** The key of this section. */
    public static final Key KEY = new Key("low-resource", LowResourceSettings.class);

    /** @throws IllegalArgumentException if a setting is out of range */
    public LowResourceSettings {
        targets = SettingsCheck.entries("targets", targets);
        sizes = SettingsCheck.entries("sizes", sizes);
        SettingsCheck.distinct("targets", targets);
        SettingsCheck.increasing("sizes", sizes);
        SettingsCheck.steps(1, "target-steps", targetSteps);
        SettingsCheck.steps(0, "other-steps", otherSteps);
        SettingsCheck.share("least-share", leastShare);
    }
}
