package panamoe.trainer.product.training;

import java.util.List;
import java.util.Map;
import panamoe.tensor.Check;
import panamoe.trainer.common.SettingsCheck;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.common.SettingsYaml;
import panamoe.trainer.encoder.EncoderSource;
import panamoe.trainer.learner.EncoderDefaults;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.training.TrainingSettings;
import panamoe.trainer.tasks.Mixing;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * All that a model depends on which is trained to be kept, beside the program itself.
 *
 * @param data names the tasks; for files it has a fingerprint of all that was read of them
 * @param encoder the name of the encoder that the model begins with; of files it has a fingerprint of all that is used of them
 * @param tasks the names of those that are learnt; empty: all
 * @param method how they are learnt
 * @param seed of everything that is drawn
 * @param backend the name of the backend
 * @param epochs passes over the training examples of all tasks together
 * @param steps in their place; 0: as many as the epochs have
 * @param evaluations how often the model is measured on dev, at equal distances, the last time at the end
 * @param model the model
 * @param mixing how the steps are divided among the tasks
 * @param training how it is trained
 */
public record TrainSettings(
        String data,
        String encoder,
        List<String> tasks,
        Method method,
        long seed,
        String backend,
        double epochs,
        int steps,
        int evaluations,
        ModelSettings model,
        Mixing mixing,
        TrainingSettings training) {

    private static final YAMLMapper MAPPER = SettingsYaml.mapper().build();

    private static final double MOST_EPOCHS = 10_000;

    /** @throws IllegalArgumentException if something is out of range or does not go with something else */
    public TrainSettings {
        tasks = SettingsCheck.entries("tasks", tasks);
        SettingsCheck.distinct("tasks", tasks);
        double passes = epochs;
        Check.that(
                passes > 0 && passes <= MOST_EPOCHS,
                () -> "epochs " + passes + ": expected more than 0, at most " + (int) MOST_EPOCHS);
        SettingsCheck.steps(0, "steps", steps);
        SettingsCheck.within(1, 1000, "evaluations", evaluations);
        Check.that(
                !method.separatesTasks(),
                () -> "method " + method + ": it has a model per task: expected one that has a model of all, such as "
                        + Method.DENSE_MTL + " or " + Method.TASK_GATE_MOE);
        Check.that(
                mixing.rule() != Mixing.Rule.FIXED,
                "mixing.rule fixed: expected uniform, proportional, temperature or annealed");
        training.requireFits(method, model.moe());
    }

    /** The defaults, each with its reason: {@code train.yaml}. */
    public static SettingsTree defaults() {
        return SettingsTree.resource(TrainSettings.class, "train.yaml");
    }

    /**
     * The defaults for an encoder: two thirds of its layers are trained, the uppermost two with experts, on texts of at most its
     * length. For MiniLM they are those of {@code train.yaml}.
     */
    public static SettingsTree defaults(EncoderSource encoder) {
        SettingsTree defaults = defaults();
        int layers = encoder.config().layers();
        return EncoderDefaults.of(encoder, layers / 3, read(defaults).model().maxTokens())
                .over(defaults);
    }

    /**
     * Reads settings.
     *
     * @param whole a tree that has a value for every setting
     * @throws panamoe.trainer.common.UserError if a key is unknown, or a value is missing or does not fit
     */
    public static TrainSettings read(SettingsTree whole) {
        TrainSettings settings = whole.bind(TrainSettings.class, MAPPER);
        whole.check(() -> settings.training.requireKnownMethods(List.of(settings.method)));
        return settings;
    }

    /** These settings with other values, by key. */
    public TrainSettings with(Map<String, ?> values) {
        return read(SettingsTree.ofOptions(values).over(tree()));
    }

    /** All settings as a tree. */
    public SettingsTree tree() {
        return SettingsTree.ofOptions(MAPPER.readValue(text(), new TypeReference<Map<String, Object>>() {}));
    }

    /** The text of a settings file. Equal settings are equal bytes. */
    public String text() {
        return MAPPER.writeValueAsString(this);
    }
}
