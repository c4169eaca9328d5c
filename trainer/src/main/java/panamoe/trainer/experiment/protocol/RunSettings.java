package panamoe.trainer.experiment.protocol;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.tensor.Check;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.training.TrainingSettings;
import panamoe.trainer.tasks.Mixing;
import panamoe.trainer.tasks.Split;

/**
 * Everything that the results of a run depend on, except the program itself. The number of threads and the folder are not settings,
 * because they change no bit of the results. The record is bound from a tree of keys, see {@code SettingsReader}.
 *
 * @param preset name of the preset that the settings are based on
 * @param data name of the tasks; for files, with a fingerprint of everything that was read from them
 * @param encoder name of the pretrained encoder; for files, with a fingerprint of everything that is used of them
 * @param protocols names of the protocols, in the order in which they are run
 * @param methods the methods, in the order in which they are run
 * @param split the split that metrics are measured on: dev to choose settings, test to report
 * @param backend name of the backend
 * @param examples limits on the numbers of examples
 * @param model the architecture of the models
 * @param mixing the division of the steps of a mixture among its tasks
 * @param training the training of whole models on a mixture of tasks
 * @param sections settings of the protocols and of the base models, by key
 */
public record RunSettings(
        String preset,
        String data,
        String encoder,
        List<String> protocols,
        List<Method> methods,
        List<Long> seeds,
        Split split,
        String backend,
        Examples examples,
        ModelSettings model,
        Mixing mixing,
        TrainingSettings training,
        @JsonAnyGetter @JsonAnySetter Map<String, SettingsSection> sections) {

    /** @throws IllegalArgumentException if a setting is unknown, out of range, or contradicts another one */
    public RunSettings {
        protocols = SettingsCheck.entries("protocols", protocols);
        methods = SettingsCheck.entries("methods", methods);
        seeds = SettingsCheck.entries("seeds", seeds);
        sections = Collections.unmodifiableMap(new LinkedHashMap<>(sections));
        SettingsCheck.someDistinct("protocols", protocols);
        SettingsCheck.someDistinct("methods", methods);
        SettingsCheck.distinct(
                "names of methods", methods.stream().map(Method::name).toList());
        SettingsCheck.someDistinct("seeds", seeds);
        Check.that(split != Split.TRAIN, "split train: expected dev or test");
        for (Method method : methods) {
            training.requireFits(method, model.moe());
        }
    }

    /** The section with a type. @throws IllegalArgumentException if there is none */
    public <T> T section(Class<T> type) {
        return sections.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("settings without a section of " + type.getSimpleName()
                        + ": expected one among " + sections.keySet()));
    }

    /**
     * Limits on the numbers of examples.
     *
     * @param train the most training examples per task
     * @param evaluation the most examples per task in each of dev and test
     * @param routing the dev examples per task on which routing is observed
     */
    public record Examples(int train, int evaluation, int routing) {
        /** @throws IllegalArgumentException if a setting is out of range */
        public Examples {
            SettingsCheck.atLeast(1, "train", train);
            SettingsCheck.atLeast(1, "evaluation", evaluation);
            SettingsCheck.atLeast(1, "routing", routing);
        }
    }
}
