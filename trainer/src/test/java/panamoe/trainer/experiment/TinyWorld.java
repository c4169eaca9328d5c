package panamoe.trainer.experiment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.tensor.Rng;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertNormalizer;
import panamoe.trainer.encoder.BertWeights;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.encoder.Weight;
import panamoe.trainer.encoder.WordPiece;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitListener;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.training.TrainingSettings;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.UnseenTarget;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A suite of seven tasks and an encoder of two layers and hidden size 16, so small that all protocols run in seconds. The words of a text
 * are numbers. A task asks which one of a few words the text begins with.
 */
public final class TinyWorld {

    private static final int WORDS = 24;

    /** The words, which are numbers, followed by BERT's special tokens. */
    private static final List<String> VOCABULARY = Stream.concat(
                    IntStream.range(0, WORDS).mapToObj(String::valueOf),
                    Stream.of("[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]"))
            .toList();

    /** The sizes of the encoder. */
    public static final BertConfig CONFIG = new BertConfig(VOCABULARY.size(), 12, 2, 2, 16, 2, 32, 1e-12);

    private static final YAMLMapper YAML = new YAMLMapper();

    /** A listener that does nothing. */
    public static final UnitListener NO_LISTENER = new UnitListener() {
        @Override
        public void begins(UnitKey unit) {}

        @Override
        public void step() {}
    };

    private TinyWorld() {}

    /** Five related tasks and two unrelated tasks, with two low-resource targets and two unseen targets. */
    public record TinySuite() implements Suite {

        @Override
        public String name() {
            return "tiny";
        }

        @Override
        public ImmutableList<TaskData> tasks() {
            return Lists.immutable.with(
                    firstWord("seen-a", 0, 2, 40),
                    firstWord("seen-b", 2, 3, 40),
                    firstWord("low", 5, 2, 24),
                    firstWord("new-a", 7, 2, 40),
                    firstWord("new-b", 9, 3, 40));
        }

        @Override
        public ImmutableList<TaskData> unrelated() {
            return Lists.immutable.with(firstWord("other-a", 12, 2, 40), firstWord("other-b", 14, 2, 40));
        }

        @Override
        public ImmutableList<String> lowResourceTargets() {
            return Lists.immutable.with("low", "new-a");
        }

        @Override
        public ImmutableList<UnseenTarget> unseenTargets() {
            return Lists.immutable.with(
                    new UnseenTarget("new-a", "seen-a", "seen-b"), new UnseenTarget("new-b", "seen-b", "seen-a"));
        }
    }

    private static TaskData firstWord(String name, int firstWord, int classes, int train) {
        ImmutableList<String> labels =
                Lists.immutable.fromStream(IntStream.range(0, classes).mapToObj(c -> "label" + c));
        return new TaskData(
                new Task(name, "tiny", labels, false, "Which word does the text begin with?"),
                examples(name, Split.TRAIN, firstWord, classes, train),
                examples(name, Split.DEV, firstWord, classes, 12),
                examples(name, Split.TEST, firstWord, classes, 20));
    }

    private static ImmutableList<Example> examples(String name, Split split, int firstWord, int classes, int n) {
        Rng rng = new Rng(17).derive(name.hashCode()).derive(split.ordinal());
        MutableList<Example> examples = Lists.mutable.empty();
        for (int i = 0; i < n; i++) {
            int label = rng.below(classes, 0, i);
            StringBuilder text = new StringBuilder().append(firstWord + label);
            for (int w = 0; w < 2 + rng.below(3, 1, i); w++) {
                text.append(' ').append(rng.below(WORDS, 2 + w, i));
            }
            examples.add(new Example(text.toString(), null, label));
        }
        return examples.toImmutable();
    }

    /** An encoder with random weights. Its tokenizer makes one token of each word. */
    public static PretrainedEncoder pretrained() {
        Map<String, Weight> weights = new LinkedHashMap<>();
        Rng rng = new Rng(23);
        CONFIG.weightShapes().forEach((name, shape) -> {
            boolean norm = name.endsWith("LayerNorm.weight");
            double[] drawn = rng.derive(name.hashCode()).normals(0, shape.size(), norm ? 1 : 0, norm ? 0 : 0.2);
            float[] values = new float[drawn.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) drawn[i];
            }
            weights.put(name, new Weight(shape, values));
        });
        return new PretrainedEncoder(
                "tiny", WordPiece.of(VOCABULARY, BertNormalizer.UNCASED), new BertWeights(CONFIG, weights));
    }

    /** The differences from the quick preset: a small model and few steps. */
    private static final String SETTINGS = """
            preset: tiny
            data: tiny words
            backend: scalar
            examples: {train: 40, evaluation: 20, routing: 8}
            model:
              first-layer: 0
              last-layer: 1
              max-tokens: 12
              moe: {layers: [0, 1], experts: 4, gate: {task-vector: 3, hidden: 5}}
            training: {batch-size: 8}
            low-resource: {sizes: [4, 16], target-steps: 4, other-steps: 3}
            base: {steps-per-task: 4, low-resource-rows: 30}
            unseen: {shots: [4, 16], draws: 2, steps: 3, batch-size: 8}
            robustness: {steps-per-task: 3}
            """;

    /** Settings with all protocols and with the methods of the presets, in few steps. */
    public static RunSettings settings(long... seeds) {
        return settings("{}", seeds);
    }

    /** The same settings with others laid over them. */
    public static RunSettings settings(String yaml, long... seeds) {
        SettingsTree tiny = tree(SETTINGS + "seeds: " + Arrays.toString(seeds)).over(Preset.QUICK.tree());
        return SettingsReader.read(tree(yaml).over(tiny));
    }

    private static SettingsTree tree(String yaml) {
        return new SettingsTree("", (ObjectNode) YAML.readTree(yaml));
    }

    /** The model settings, four experts in both layers, with others laid over them, such as {@code "dropout: 0, moe: {experts: 2}"}. */
    public static ModelSettings model(String yaml) {
        return settings("model: {" + yaml + "}", 1).model();
    }

    /** The training settings, batches of eight, with others laid over them, such as {@code "tasks-per-batch: 2"}. */
    public static TrainingSettings training(String yaml) {
        return settings("training: {" + yaml + "}", 1).training();
    }

    /** The design of these settings on the tiny suite. */
    public static Design design(RunSettings settings) {
        return Design.of(settings, new TinySuite());
    }
}
