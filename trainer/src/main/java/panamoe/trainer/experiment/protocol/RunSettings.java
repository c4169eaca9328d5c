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
 * Everything that the results of a run depend on, beside the program itself. Threads and the folder are not in it: they change no bit
 * of the results. It is read from a tree of keys, never written out by position.
 *
 * @param preset the name of the preset that the settings began as
 * @param data names the tasks; for files it has a fingerprint of all that was read of them
 * @param encoder the name of the encoder that models begin with; of files it has a fingerprint of all that is used of them
 * @param protocols names, in the order in which they are run
 * @param methods in the order in which they are run
 * @param split the examples that metrics are taken on: dev to choose settings, test to report
 * @param backend the name of the backend
 * @param examples how many examples are used
 * @param model the model
 * @param mixing how the steps of a mixture are divided among its tasks
 * @param training how whole models are trained on a mixture of tasks
 * @param sections by key, the settings of the protocols and of what they share
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

    /** @throws IllegalArgumentException if something is unknown, out of range, or does not go with something else */
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

    /** The section that is read as this type. @throws IllegalArgumentException if there is none */
    public <T> T section(Class<T> type) {
        return sections.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("settings without a section of " + type.getSimpleName()
                        + ": expected one among " + sections.keySet()));
    }

    /**
     * How many examples are used.
     *
     * @param train at most, per task
     * @param evaluation at most, per task and split
     * @param routing dev examples per task that routing is observed on
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
