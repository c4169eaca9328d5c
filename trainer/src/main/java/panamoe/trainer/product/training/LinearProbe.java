package panamoe.trainer.product.training;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import panamoe.autograd.Context;
import panamoe.autograd.Parameters;
import panamoe.autograd.Var;
import panamoe.autograd.nn.Scope;
import panamoe.tensor.Backend;
import panamoe.tensor.Rng;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.encoder.TokenIds;
import panamoe.trainer.learner.BatchTensors;
import panamoe.trainer.learner.Heads;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Network;
import panamoe.trainer.learner.training.Batches;
import panamoe.trainer.learner.training.Evaluation;
import panamoe.trainer.learner.training.LossHistory;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.learner.training.Trainer;
import panamoe.trainer.learner.training.TrainingRecipe;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Exposure;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskSlots;

/**
 * A baseline: the scores of a linear model for each task on the pretrained encoder. Its features are the mean of the encoder's output rows,
 * standardised. A trained model that does not reach these scores was not worth its training.
 */
public final class LinearProbe {

    private static final int BATCH = 64;
    private static final double RATE = 0.003;
    private static final int EPOCHS = 20;
    private static final int LEAST_STEPS = 300;
    private static final int MOST_STEPS = 3000;

    private LinearProbe() {}

    /**
     * Trains the linear models and measures them.
     *
     * @param settings of the model to compare with; the probe takes its max-tokens, weight decay and seed
     * @return the main metric on dev and test, by task
     */
    public static Map<String, Map<Split, Double>> measure(
            TrainSettings settings, TaskSlots slots, PretrainedEncoder encoder, Backend backend, Phases phases) {
        FrozenEncoder whole = new FrozenEncoder(
                backend, encoder.weights(), encoder.weights().config().layers());
        Pooled source = new Pooled(whole, slots, encoder, settings.model().maxTokens(), phases);
        Rng rng = new Rng(settings.seed());
        Linear network = new Linear(backend, slots, whole.width(), rng);
        TrainingRecipe recipe =
                settings.training().recipe().forNewTasks().withBatchSize(BATCH).withGateAndHeadRate(RATE);
        Batches batches = new Batches(slots, source);
        Curriculum curriculum = Curriculum.of(exposures(slots), BATCH, rng.derive(1));
        Trainer.run(
                network,
                LossWeighting.EQUAL,
                recipe,
                batches,
                curriculum,
                rng.derive(2),
                new LossHistory(),
                progress(curriculum.steps().size(), phases));
        Evaluation evaluation = new Evaluation(network, batches);
        Map<String, Map<Split, Double>> scores = new LinkedHashMap<>();
        for (int slot = 0; slot < slots.count(); slot++) {
            Map<Split, Double> ofTask = new EnumMap<>(Split.class);
            for (Split split : List.of(Split.DEV, Split.TEST)) {
                ofTask.put(split, evaluation.measure(slot, split, 0).main());
            }
            scores.put(slots.name(slot), ofTask);
        }
        return scores;
    }

    private static Progress progress(int steps, Phases phases) {
        int[] done = {0};
        return () -> phases.at("steps of the linear probe", ++done[0], steps);
    }

    private static ImmutableList<Exposure> exposures(TaskSlots slots) {
        MutableList<Exposure> exposures = Lists.mutable.empty();
        for (int slot = 0; slot < slots.count(); slot++) {
            int size = slots.get(slot).train().size();
            int steps = Math.clamp((long) EPOCHS * size / BATCH, LEAST_STEPS, MOST_STEPS);
            exposures.add(new Exposure(
                    slot, slots.name(slot), IntStream.range(0, size).toArray(), steps));
        }
        return exposures.toImmutable();
    }

    /**
     * One row for each example: the mean of the encoder's rows. Each feature has mean 0 and standard deviation 1 over the training
     * examples of the task.
     */
    private static final class Pooled implements SequenceSource {
        private final FrozenEncoder encoder;
        private final MutableList<Map<Split, float[][]>> rows = Lists.mutable.empty();

        Pooled(FrozenEncoder encoder, TaskSlots slots, PretrainedEncoder pretrained, int maxTokens, Phases phases) {
            this.encoder = encoder;
            int examples = slots.examples(List.of(Split.values()));
            int before = 0;
            for (int slot = 0; slot < slots.count(); slot++) {
                Map<Split, float[][]> ofTask = new EnumMap<>(Split.class);
                for (Split split : Split.values()) {
                    List<TokenIds> texts = slots.get(slot)
                            .examples(split)
                            .collect(example -> pretrained.tokenizer().encode(example, maxTokens))
                            .castToList();
                    int first = before;
                    ofTask.put(
                            split,
                            means(texts, done -> phases.at("texts of the linear probe", first + done, examples)));
                    before += texts.size();
                }
                standardize(ofTask);
                rows.add(ofTask);
            }
        }

        private float[][] means(List<TokenIds> texts, IntConsumer progress) {
            float[][] means = new float[texts.size()][];
            for (int from = 0; from < means.length; from += BATCH) {
                int to = Math.min(from + BATCH, means.length);
                List<float[]> features = encoder.features(texts.subList(from, to));
                for (int i = from; i < to; i++) {
                    means[i] = mean(features.get(i - from));
                }
                progress.accept(to);
            }
            return means;
        }

        private float[] mean(float[] features) {
            int width = encoder.width();
            double[] sum = new double[width];
            for (int i = 0; i < features.length; i++) {
                sum[i % width] += features[i];
            }
            float[] mean = new float[width];
            for (int i = 0; i < width; i++) {
                mean[i] = (float) (sum[i] * width / features.length);
            }
            return mean;
        }

        private void standardize(Map<Split, float[][]> ofTask) {
            float[][] train = Lookup.in(ofTask, Split.TRAIN);
            for (int i = 0; i < width(); i++) {
                int feature = i;
                double mean = IntStream.range(0, train.length)
                        .mapToDouble(e -> train[e][feature])
                        .average()
                        .orElseThrow();
                double variance = IntStream.range(0, train.length)
                        .mapToDouble(e -> Math.pow(train[e][feature] - mean, 2))
                        .average()
                        .orElseThrow();
                double scale = variance > 0 ? 1 / Math.sqrt(variance) : 0;
                ofTask.values().forEach(split -> {
                    for (float[] example : split) {
                        example[feature] = (float) ((example[feature] - mean) * scale);
                    }
                });
            }
        }

        @Override
        public int width() {
            return encoder.width();
        }

        @Override
        public float[] rows(int task, Split split, int example) {
            return Lookup.in(rows.get(task), split)[example];
        }

        @Override
        public int[] tokens(int task, Split split, int example) {
            return new int[] {-1};
        }
    }

    /** A linear head for each task. */
    private static final class Linear implements Network {
        private final Parameters parameters = new Parameters();
        private final Heads heads;

        Linear(Backend backend, TaskSlots slots, int width, Rng rng) {
            heads = new Heads(Scope.of(parameters).child("heads"), slots.count(), width, slots.maxClasses());
            parameters.allocate(backend, rng);
        }

        @Override
        public Parameters parameters() {
            return parameters;
        }

        @Override
        public Output forward(Context ctx, BatchTensors batch) {
            Var pooled = batch.x().segmentMean(batch.sequences().offsets());
            return new Output(pooled, heads.forward(ctx, pooled, batch), Lists.immutable.empty());
        }
    }
}
