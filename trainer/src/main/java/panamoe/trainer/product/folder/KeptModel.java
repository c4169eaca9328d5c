package panamoe.trainer.product.folder;

import java.util.LinkedHashMap;
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
 * @param tasks that it learnt, in the order of their slots; a slot may be free
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

    /** Of a sum of shares. */
    private static final double ROUNDING = 1e-6;

    /**
     * The heads of a model.
     *
     * @param slots how many there are
     * @param classes the largest number of labels that each has room for
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
        Check.that(names == tasks.size(), "two tasks have one name");
    }

    private static void requireFits(KeptTask task, ModelConfig config) {
        int width = config.encoder().hiddenSize();
        Check.that(
                task.features().isEmpty() || task.features().size() == width,
                () -> "task " + task.name() + " with " + task.features().size()
                        + " features: expected none or the encoder's " + width);
        Map<String, Integer> experts = new LinkedHashMap<>();
        config.experts().forEach((layer, count) -> experts.put(String.valueOf(layer), count));
        task.routing().forEach((layer, shares) -> {
            Check.that(
                    experts.containsKey(layer),
                    () -> "task " + task.name() + " with routing in layer " + layer + ": the layers with experts are "
                            + experts.keySet());
            Check.that(
                    shares.isEmpty() || shares.size() == experts.get(layer) && Math.abs(sum(shares) - 1) < ROUNDING,
                    () -> "task " + task.name() + " with shares of " + shares.size() + " experts in layer " + layer
                            + ": expected none or " + experts.get(layer) + ", which sum to 1");
        });
    }

    private static double sum(List<Double> shares) {
        return shares.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The same with other facts of its tasks. */
    public KeptModel withTasks(List<KeptTask> others) {
        return new KeptModel(config, others, wordPiece, encoder, network, settings);
    }

    /**
     * A model that was trained.
     *
     * @param start what its encoder began as
     * @param heads of the model
     * @param history of the model; the seed of its first entry is that of what it drew
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
