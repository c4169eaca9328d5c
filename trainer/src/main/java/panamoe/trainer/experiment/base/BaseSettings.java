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
 * The base models.
 *
 * @param stepsPerTask steps per task
 * @param lowResourceRows a task with fewer training examples gets at least {@code leastShare} of the steps
 * @param leastShare of the steps
 * @param trunkRates those of {@link TrainingSettings}, of methods that have others here than elsewhere, in joint training with
 *     unrelated tasks too
 * @param expertRates the same
 */
public record BaseSettings(
        int stepsPerTask,
        int lowResourceRows,
        double leastShare,
        Map<String, Double> trunkRates,
        Map<String, Double> expertRates)
        implements SettingsSection {

    /** Where they stand. */
    public static final Key KEY = new Key("base", BaseSettings.class);

    /** @throws IllegalArgumentException if a setting is out of range */
    public BaseSettings {
        trunkRates = TrainingSettings.checkedRates("trunk-rate", trunkRates);
        expertRates = TrainingSettings.checkedRates("expert-rate", expertRates);
        SettingsCheck.steps(1, "steps-per-task", stepsPerTask);
        SettingsCheck.atLeast(0, "low-resource-rows", lowResourceRows);
        SettingsCheck.share("least-share", leastShare);
    }

    /** How base models are trained, and models that are trained jointly with unrelated tasks. */
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
