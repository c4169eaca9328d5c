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
 * The settings of the training of a kept model. Together with the program they determine the model.
 *
 * @param data the name of the data; for files it includes a fingerprint of their content
 * @param encoder the name of the pretrained encoder; for a folder it includes a fingerprint of its content
 * @param tasks the names of the tasks to learn; empty for all
 * @param method the multi-task method
 * @param seed of the random numbers
 * @param backend the name of the backend
 * @param epochs passes over the training examples of all tasks together
 * @param steps the number of training steps; 0 to take {@code epochs}
 * @param evaluations the number of evaluations on dev, at equal distances, the last one at the end
 * @param model trained layers, longest text, dropout and experts
 * @param mixing how the steps are divided among the tasks
 * @param training batches, learning rates, schedule and losses
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

    /** @throws IllegalArgumentException if a value is out of range or does not fit another one */
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
                () -> "method " + method + ": it trains a model per task: expected one that trains one model, such as "
                        + Method.DENSE_MTL + " or " + Method.TASK_GATE_MOE);
        Check.that(
                mixing.rule() != Mixing.Rule.FIXED,
                "mixing.rule fixed: expected uniform, proportional, temperature or annealed");
        training.requireFits(method, model.moe());
    }

    /** The defaults of {@code train.yaml}, which gives the reasons. */
    public static SettingsTree defaults() {
        return SettingsTree.resource(TrainSettings.class, "train.yaml");
    }

    /**
     * The defaults for an encoder. The upper two thirds of its layers are trained, the uppermost two with experts, and texts are no
     * longer than its positions. For MiniLM they are those of {@code train.yaml}.
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
