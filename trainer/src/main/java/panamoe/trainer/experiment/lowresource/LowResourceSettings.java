package panamoe.trainer.experiment.lowresource;

import java.util.List;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.experiment.protocol.SettingsSection;

/**
 * Low-resource transfer.
 *
 * @param targets names of the tasks that are cut; none: those to which the suite gives that role
 * @param sizes that the targets are cut to, increasing
 * @param targetSteps steps per target, whatever its size
 * @param otherSteps steps per related task
 * @param leastShare of the steps that each target gets at least, see {@link panamoe.trainer.tasks.Exposure#withFloor}
 */
public record LowResourceSettings(
        List<String> targets, List<Integer> sizes, int targetSteps, int otherSteps, double leastShare)
        implements SettingsSection {

    /** Where they stand. */
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
