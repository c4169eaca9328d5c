package panamoe.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.trainer.data.Batch;
import panamoe.trainer.data.Example;
import panamoe.trainer.data.Metric;
import panamoe.trainer.data.ScoreRange;
import panamoe.trainer.data.SequenceSource;
import panamoe.trainer.data.Split;
import panamoe.trainer.data.Task;
import panamoe.trainer.data.TaskData;
import panamoe.trainer.data.TaskSlots;
import panamoe.trainer.model.Method;
import panamoe.trainer.model.ModelSettings;
import panamoe.trainer.model.MultiTaskModel;
import panamoe.trainer.protocol.TinyWorld;

/** Tasks of scores beside tasks of labels in one model. */
class ScoredTaskTest {

    private static final int WIDTH = 16;
    private static final ModelSettings SETTINGS = new ModelSettings(0, 1, 12, 4, 1, 0.01, 0.02, 1, 0);
    private static final TrainingSettings TRAINING = TrainingSettings.standard().withBatchSize(8);

    /** Slot 0 has labels, slot 1 scores. */
    private static final TaskSlots SLOTS = new TaskSlots(Lists.immutable.with(
            data(new Task("labels", "tiny", Lists.immutable.with("a", "b", "c"), false, "Which?")),
            data(new Task(
                    "scores",
                    "tiny",
                    Lists.immutable.empty(),
                    false,
                    "How much?",
                    Lists.immutable.with(Metric.PEARSON, Metric.SPEARMAN),
                    new ScoreRange(0, 4)))));

    private static TaskData data(Task task) {
        MutableList<Example> examples = Lists.mutable.empty();
        for (int i = 0; i < 24; i++) {
            examples.add(
                    task.range() == null
                            ? new Example("text " + i, null, i % 3)
                            : Example.scored("text " + i, null, 4 * level(i)));
        }
        ImmutableList<Example> all = examples.toImmutable();
        return new TaskData(task, all, all, all);
    }

    /** In 0..1. */
    private static double level(int example) {
        return example * 7 % 24 / 23.0;
    }

    /** Two rows per example that vary around its level in the first feature, of which they say nothing else. */
    private static final SequenceSource SOURCE = new SequenceSource() {
        @Override
        public int width() {
            return WIDTH;
        }

        @Override
        public float[] rows(int task, Split split, int example) {
            double[] noise = new Rng(11).normals(task * 100 + example, 2 * WIDTH, 0, 1);
            float[] rows = new float[2 * WIDTH];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (float) noise[i];
            }
            rows[0] = rows[WIDTH] = (float) (6 * level(example) - 3);
            return rows;
        }
    };

    private static MultiTaskModel model(Backend backend) {
        return new MultiTaskModel(
                backend,
                Method.TASK_GATE_MOE,
                SETTINGS,
                TinyWorld.pretrained().weights(),
                SLOTS.count(),
                SLOTS.maxClasses(),
                new Rng(3));
    }

    private static Batch batch(int task, int... examples) {
        return new Batches(SLOTS, SOURCE).of(task, Split.TRAIN, examples, 8);
    }

    private static Batch.Sequence sequence(int task, int example) {
        float[] rows = SOURCE.rows(task, Split.TRAIN, example);
        return task == 0
                ? new Batch.Sequence(0, example % 3, 3, rows)
                : new Batch.Sequence(1, -1, 1, rows, (float) (2 * level(example) - 1));
    }

    private static double firstLoss(Batch batch) {
        try (Backend backend = Backends.create("scalar", 1)) {
            return new Trainer(model(backend), TRAINING, 10, new Rng(7)).step(batch);
        }
    }

    /** A head of zeros answers the middle of the range: the error is the square of the scaled score. */
    @Test
    void theLossIsTheSquaredErrorOfTheScaledScore() {
        try (Backend backend = Backends.create("scalar", 1)) {
            MultiTaskModel model = model(backend);
            backend.fill(0, model.heads().weight().value());

            double loss = new Trainer(model, TRAINING, 10, new Rng(7)).step(batch(1, 0, 5));

            double first = 2 * level(0) - 1;
            double second = 2 * level(5) - 1;
            assertThat(loss).isCloseTo((first * first + second * second) / 2, within(1e-6));
        }
    }

    @Test
    void aBatchMayMixLabelsAndScores() {
        Batch mixed = Batch.of(
                2,
                WIDTH,
                8,
                Lists.immutable.with(sequence(1, 5), sequence(0, 1), sequence(0, 2), sequence(0, 3)),
                true);

        double expected = (3 * firstLoss(batch(0, 1, 2, 3)) + firstLoss(batch(1, 5))) / 4;

        // float sums in another order: 1e-5 of losses near 1
        assertThat(firstLoss(mixed)).isCloseTo(expected, within(1e-5));
    }

    @Test
    void scoresAreLearnt() {
        try (Backend backend = Backends.create("auto", 1)) {
            MultiTaskModel model = model(backend);
            Trainer trainer = new Trainer(model, TRAINING.withTrunkRate(2e-3), 80, new Rng(7));
            Evaluation evaluation = new Evaluation(model, new Batches(SLOTS, SOURCE));
            int[] some = IntStream.range(0, 8).toArray();
            int[] others = IntStream.range(8, 16).toArray();
            double first = trainer.step(batch(1, some));
            double last = first;
            for (int i = 0; i < 40; i++) {
                trainer.step(batch(1, others));
                last = trainer.step(batch(1, some));
            }

            double[] metrics = evaluation.metrics(1, Split.TEST);

            assertThat(last).isLessThan(first / 4);
            assertThat(metrics).hasSize(2);
            assertThat(metrics[0]).isBetween(0.8, 1.0);
            assertThat(metrics[1]).isBetween(0.8, 1.0);
            assertThat(evaluation.metrics(0, Split.TEST)).hasSize(1);
        }
    }

    /** That a run has tasks of scores changes no bit of what is learnt from labels. */
    @Test
    void labelsAreLearntAsWithoutScores() {
        assertThat(trainedOnLabels(true)).containsExactly(trainedOnLabels(false));
    }

    private static float[] trainedOnLabels(boolean asksScores) {
        try (Backend backend = Backends.create("auto", 1)) {
            MultiTaskModel model = model(backend);
            Trainer trainer = new Trainer(model, TRAINING, 10, new Rng(7));
            for (int step = 0; step < 4; step++) {
                int from = step;
                ImmutableList<Batch.Sequence> sequences =
                        Lists.immutable.fromStream(IntStream.range(0, 5).mapToObj(i -> sequence(0, from + i)));
                trainer.step(Batch.of(2, WIDTH, 8, sequences, asksScores));
            }
            return backend.readFloats(model.parameters().values());
        }
    }

    /** The condition for replaying a step as one captured graph. */
    @Test
    void stepsOfLabelsAndOfScoresLaunchTheSameKernels() {
        List<String> kernels = new ArrayList<>();
        try (Backend backend = Backends.create("scalar", 1)) {
            Trainer trainer = new Trainer(model(recording(backend, kernels)), TRAINING, 10, new Rng(7));
            trainer.step(batch(0, 0)); // the first step makes what later steps keep
            List<String> ofLabels = step(trainer, kernels, batch(0, 1, 2, 3));
            List<String> ofScores = step(trainer, kernels, batch(1, 1, 2, 3));

            assertThat(ofLabels).hasSizeGreaterThan(50).isEqualTo(ofScores);
        }
    }

    private static List<String> step(Trainer trainer, List<String> kernels, Batch batch) {
        kernels.clear();
        trainer.step(batch);
        return List.copyOf(kernels);
    }

    private static Backend recording(Backend delegate, List<String> kernels) {
        return (Backend) Proxy.newProxyInstance(
                Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (self, method, args) -> {
                    if (method.getReturnType() == void.class) {
                        kernels.add(method.getName());
                    }
                    try {
                        return method.invoke(delegate, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
