package panamoe.trainer.product.folder;

import java.util.List;
import java.util.Map;
import panamoe.tensor.Check;
import panamoe.trainer.common.Version;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertWeights;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.encoder.WordPiece;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MultiTaskModel;

/**
 * A model with all that it needs to be used.
 *
 * @param config what it is made of
 * @param tasks in the order of their slots
 * @param wordPiece its tokenizer
 * @param encoder the pretrained weights; those of the layers that are not trained are used
 * @param network the trained part
 * @param settings the text of the settings that it was trained by
 */
public record KeptModel(
        ModelConfig config,
        List<KeptTask> tasks,
        WordPiece wordPiece,
        BertWeights encoder,
        MultiTaskModel network,
        String settings) {

    /** @throws IllegalArgumentException if the tasks do not fill the slots, or are more or larger than the heads */
    public KeptModel {
        tasks = List.copyOf(tasks);
        Check.that(
                tasks.size() == config.tasks(),
                tasks.size() + " tasks of a model that has " + config.tasks() + ": expected as many");
        for (int slot = 0; slot < tasks.size(); slot++) {
            KeptTask task = tasks.get(slot);
            Check.that(
                    task.slot() == slot, "task " + task.name() + " in slot " + task.slot() + ": expected slot " + slot);
            Check.that(
                    task.task().classes() <= config.classes(),
                    "task " + task.name() + " of " + task.task().classes() + " labels: the heads have room for "
                            + config.classes());
        }
        long names = tasks.stream().map(KeptTask::name).distinct().count();
        Check.that(names == tasks.size(), "two tasks have one name");
    }

    /**
     * A model that was trained.
     *
     * @param start what its encoder began as
     * @param seed of what it drew
     * @param classes the largest number of labels that its heads have room for
     */
    public static KeptModel of(
            PretrainedEncoder start,
            Method method,
            ModelSettings model,
            long seed,
            int classes,
            List<KeptTask> tasks,
            MultiTaskModel network,
            String settings) {
        BertConfig whole = start.weights().config();
        ModelConfig config = new ModelConfig(
                ModelConfig.FORMAT,
                ModelConfig.VERSION,
                Version.text(),
                start.name(),
                ModelConfig.EncoderSizes.of(whole.withLayers(model.lastLayer() + 1)),
                ModelConfig.POOLING,
                method,
                model,
                seed,
                tasks.size(),
                classes,
                Map.of());
        return new KeptModel(config, tasks, start.wordPiece(), start.weights(), network, settings);
    }
}
