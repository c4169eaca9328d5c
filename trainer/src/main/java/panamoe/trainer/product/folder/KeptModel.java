package panamoe.trainer.product.folder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.tensor.Check;
import panamoe.trainer.common.Plural;
import panamoe.trainer.common.Version;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertWeights;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.encoder.WordPiece;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MultiTaskModel;

/**
 * A model with everything that its use needs.
 *
 * @param config the content of {@code config.json}
 * @param tasks that it learned, in the order of their slots; a slot may be free
 * @param wordPiece its tokenizer
 * @param encoder the pretrained weights, of which the embeddings and the frozen layers are used
 * @param network the trained part
 * @param settings the text of the settings of its training
 */
public record KeptModel(
        ModelConfig config,
        List<KeptTask> tasks,
        WordPiece wordPiece,
        BertWeights encoder,
        MultiTaskModel network,
        String settings) {

    /** The tolerance of a sum of shares. */
    private static final double ROUNDING = 1e-6;

    /**
     * The heads of a model.
     *
     * @param slots the number of heads
     * @param classes the number of outputs of each head, which is the largest number of labels
     */
    public record Heads(int slots, int classes) {}

    /** @throws IllegalArgumentException if tasks share a slot or a name, are out of order, or do not fit the heads */
    public KeptModel {
        tasks = List.copyOf(tasks);
        Check.that(!tasks.isEmpty(), "no tasks: expected at least one");
        int free = 0;
        for (KeptTask task : tasks) {
            int first = free;
            Check.that(
                    task.slot() >= first && task.slot() < config.slots(),
                    () -> "task " + task.name() + " in slot " + task.slot()
                            + ": expected slots in ascending order, from " + first + " to " + (config.slots() - 1));
            free = task.slot() + 1;
            Check.that(
                    task.task().classes() <= config.classes(),
                    "task " + task.name() + " of " + task.task().classes() + " labels: the heads have room for "
                            + config.classes());
            requireFits(task, config);
        }
        long names = tasks.stream().map(KeptTask::name).distinct().count();
        Check.that(names == tasks.size(), "two tasks have the same name");
    }

    private static void requireFits(KeptTask task, ModelConfig config) {
        int width = config.encoder().hiddenSize();
        Check.that(
                task.features().isEmpty() || task.features().size() == width,
                () -> "task " + task.name() + " with "
                        + Plural.of(task.features().size(), "feature") + ": expected none or the encoder's " + width);
        Map<String, Integer> experts = new LinkedHashMap<>();
        config.experts().forEach((layer, count) -> experts.put(String.valueOf(layer), count));
        task.routing().forEach((layer, shares) -> {
            Integer count = experts.get(layer);
            if (count == null) {
                throw new IllegalArgumentException("task " + task.name() + " with routing in layer " + layer
                        + ": the layers with experts are " + experts.keySet());
            }
            Check.that(
                    shares.isEmpty() || shares.size() == count && Math.abs(sum(shares) - 1) < ROUNDING,
                    () -> "task " + task.name() + " with shares of " + Plural.of(shares.size(), "expert") + " in layer "
                            + layer
                            + ": expected none or " + count + ", which sum to 1");
        });
    }

    private static double sum(List<Double> shares) {
        return shares.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** This model with other entries for its tasks. */
    public KeptModel withTasks(List<KeptTask> others) {
        return new KeptModel(config, others, wordPiece, encoder, network, settings);
    }

    /**
     * A model that was trained.
     *
     * @param start the pretrained encoder
     * @param heads of the model
     * @param history of the model; its initial weights are from the seed of the first entry
     */
    public static KeptModel of(
            PretrainedEncoder start,
            Method method,
            ModelSettings model,
            Heads heads,
            List<HistoryEntry> history,
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
                ModelConfig.TokenizerSettings.of(start.wordPiece().normalizer()),
                ModelConfig.POOLING,
                method,
                model,
                method.experts(model.moe(), heads.slots()),
                history.getFirst().seed(),
                heads.slots(),
                heads.classes(),
                history);
        return new KeptModel(config, tasks, start.wordPiece(), start.weights(), network, settings);
    }
}
