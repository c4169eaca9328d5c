package panamoe.trainer.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.primitive.IntLists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.tensor.Rng;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertWeights;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.encoder.TokenIds;
import panamoe.trainer.encoder.Weight;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.RunSettings.Addition;
import panamoe.trainer.experiment.protocol.RunSettings.FewShotTrain;
import panamoe.trainer.learner.GateSettings;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MoeSettings;
import panamoe.trainer.learner.SelectionSettings;
import panamoe.trainer.learner.training.TrainingSettings;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Mixing;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.UnseenTarget;

/**
 * A suite of seven tasks and an encoder of two layers and width 16, so small that all protocols run in seconds. The words of a
 * text are numbers; a task asks which of its words the text begins with.
 */
public final class TinyWorld {

    private static final int WORDS = 24;
    private static final BertConfig CONFIG = new BertConfig(WORDS + 2, 12, 2, 2, 16, 2, 32, 1e-12);

    private TinyWorld() {}

    /** Five related tasks, two unrelated; one low-resource target and one unseen target more than needed by no test. */
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
        ImmutableList<String> labels = Lists.immutable.fromStream(
                java.util.stream.IntStream.range(0, classes).mapToObj(c -> "label" + c));
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

    /** Weights drawn at random; a token per word between two marks. */
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
        return new PretrainedEncoder("tiny", TinyWorld::encode, new BertWeights(CONFIG, weights));
    }

    private static TokenIds encode(Example example, int maxTokens) {
        int[] words = java.util.Arrays.stream(example.text().split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
        int[] ids = java.util.stream.IntStream.concat(
                        java.util.stream.IntStream.concat(
                                java.util.stream.IntStream.of(WORDS), java.util.Arrays.stream(words)),
                        java.util.stream.IntStream.of(WORDS + 1))
                .limit(maxTokens)
                .toArray();
        return new TokenIds(IntLists.immutable.with(ids), ids.length);
    }

    /** Both layers with four experts. */
    public static ModelSettings model(double dropout) {
        return model(dropout, SelectionSettings.top1());
    }

    /** Both layers with four experts, chosen so. */
    public static ModelSettings model(double dropout, SelectionSettings selection) {
        return new ModelSettings(
                0,
                1,
                12,
                dropout,
                new MoeSettings(List.of(0, 1), 4, 0.01, false, selection, new GateSettings(0.02, 1, 0, 3, 5, 1)));
    }

    /** All protocols, and the methods that presets compare, in a few steps. */
    public static RunSettings settings(long... seeds) {
        return new RunSettings(
                "tiny",
                "tiny words",
                List.of(Protocols.LOW_RESOURCE, Protocols.UNSEEN_TASK, Protocols.ROBUSTNESS),
                List.of(Method.SINGLE_TASK, Method.DENSE_MTL, Method.SHARED_GATE_MOE, Method.TASK_GATE_MOE),
                java.util.stream.LongStream.of(seeds).boxed().toList(),
                Split.TEST,
                "scalar",
                new RunSettings.Examples(40, 20, 8),
                model(0.1),
                Mixing.fixed(),
                TrainingSettings.standard().withBatchSize(8),
                new RunSettings.LowResource(List.of(), List.of(4, 16), 4, 3, 0.1),
                new RunSettings.Base(4, 30, 0.1, Map.of(), Map.of()),
                new RunSettings.Unseen(List.of(4, 16), 2, 3, 8, 1e-3, FewShotTrain.GATE),
                new RunSettings.Robustness(List.of(Addition.SEQUENTIAL, Addition.JOINT), 3, 5e-4));
    }

    /** The design of these settings. */
    public static Design design(RunSettings settings) {
        return Design.of(settings, new TinySuite());
    }
}
