package panamoe.trainer.experiment.base;

import java.util.List;
import java.util.Map;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.SettingsSection;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.training.TrainingRecipe;
import panamoe.trainer.learner.training.TrainingSettings;

/**
 * Settings of the base models.
 *
 * @param stepsPerTask training steps per task
 * @param lowResourceRows a task with fewer training examples than this gets at least {@code leastShare} of the steps
 * @param leastShare share of all steps, 0 to below 1
 * @param trunkRates learning rates of the trunk by method, in place of those in {@link TrainingSettings}. They also hold in joint training
 *     with unrelated tasks.
 * @param expertRates learning rates of the experts, given in the same way
 */
public record BaseSettings(
        int stepsPerTask,
        int lowResourceRows,
        double leastShare,
        Map<String, Double> trunkRates,
        Map<String, Double> expertRates)
        implements SettingsSection {

    /** The key of this section. */
    public static final Key KEY = new Key("base", BaseSettings.class);

    /** @throws IllegalArgumentException if a setting is out of range */
    public BaseSettings {
        trunkRates = TrainingSettings.checkedRates("trunk-rate", trunkRates);
        expertRates = TrainingSettings.checkedRates("expert-rate", expertRates);
        SettingsCheck.steps(1, "steps-per-task", stepsPerTask);
        SettingsCheck.atLeast(0, "low-resource-rows", lowResourceRows);
        SettingsCheck.share("least-share", leastShare);
    }

    /** The recipe of base models, and of models that are trained jointly with unrelated tasks. */
    public static TrainingRecipe recipe(RunSettings settings, Method method) {
        BaseSettings base = settings.section(BaseSettings.class);
        return settings.training().recipe(method).withRatesOf(method, base.trunkRates, base.expertRates);
    }

    @Override
    public void requireKnownMethods(List<Method> methods) {
        Method.requireKnown("base.trunk-rates", trunkRates.keySet(), methods);
        Method.requireKnown("base.expert-rates", expertRates.keySet(), methods);
    }
}
