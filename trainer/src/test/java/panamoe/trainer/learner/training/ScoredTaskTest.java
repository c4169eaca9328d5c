package panamoe.trainer.learner.training;

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
import org.eclipse.collections.api.map.primitive.IntDoubleMap;
import org.junit.jupiter.api.Test;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.SequenceSource;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.TaskSlots;

/** Regression and classification tasks in one model. */
class ScoredTaskTest {

    private static final int WIDTH = 16;
    private static final ModelSettings SETTINGS = TinyWorld.model("dropout: 0");
    private static final TrainingRecipe TRAINING = TinyWorld.training("").recipe();

    /** Slot 0 is a classification task, slot 1 a regression task. */
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

    /** The score of an example, scaled to 0..1. */
    private static double level(int example) {
        return example * 7 % 24 / 23.0;
    }

    /** Two rows of noise per example. The first feature of both rows encodes the level of the example. */
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

        @Override
        public int[] tokens(int task, Split split, int example) {
            return new int[] {example, example + 1};
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

    private static Trainer trainer(MultiTaskModel model, TrainingRecipe recipe, int steps) {
        return trainer(model, recipe, SLOTS, steps);
    }

    private static Trainer trainer(MultiTaskModel model, TrainingRecipe recipe, TaskSlots slots, int steps) {
        return new Trainer(model, LossWeighting.EQUAL, recipe, new Batches(slots, SOURCE), steps, new Rng(7));
    }

    private static IntDoubleMap firstLosses(Curriculum.Step step) {
        try (Backend backend = Backends.create("scalar", 1)) {
            return trainer(model(backend), TRAINING, 10).step(step);
        }
    }

    /** A head of zeros predicts the middle of the range, so the error is the square of the scaled score. */
    @Test
    void theLossIsTheSquaredErrorOfTheScaledScore() {
        try (Backend backend = Backends.create("scalar", 1)) {
            MultiTaskModel model = model(backend);
            backend.fill(0, model.heads().weight().value());

            double loss = trainer(model, TRAINING, 10)
                    .step(Curriculum.Step.of(1, 0, 5))
                    .get(1);

            double first = 2 * level(0) - 1;
            double second = 2 * level(5) - 1;
            assertThat(loss).isCloseTo((first * first + second * second) / 2, within(1e-6));
        }
    }

    @Test
    void aBatchMayMixLabelsAndScores() {
        IntDoubleMap mixed = firstLosses(new Curriculum.Step(Lists.immutable.with(
                new Curriculum.Part(1, new int[] {5}), new Curriculum.Part(0, new int[] {1, 2, 3}))));

        // float sums in a different order: 1e-5 of losses near 1
        assertThat(mixed.get(0))
                .isCloseTo(firstLosses(Curriculum.Step.of(0, 1, 2, 3)).get(0), within(1e-5));
        assertThat(mixed.get(1)).isCloseTo(firstLosses(Curriculum.Step.of(1, 5)).get(1), within(1e-5));
        assertThat(mixed.get(0)).isNotCloseTo(mixed.get(1), within(1e-3));
    }

    @Test
    void scoresAreLearned() {
        try (Backend backend = Backends.create("auto", 1)) {
            MultiTaskModel model = model(backend);
            Trainer trainer = trainer(model, TRAINING.withTrunkRate(2e-3), 81);
            Evaluation evaluation = new Evaluation(model, new Batches(SLOTS, SOURCE));
            Curriculum.Step some = Curriculum.Step.of(1, IntStream.range(0, 8).toArray());
            Curriculum.Step others =
                    Curriculum.Step.of(1, IntStream.range(8, 16).toArray());
            double first = trainer.step(some).get(1);
            double last = first;
            for (int i = 0; i < 40; i++) {
                trainer.step(others);
                last = trainer.step(some).get(1);
            }

            double[] metrics = evaluation.measure(1, Split.TEST, 0).metrics();

            assertThat(last).isLessThan(first / 4);
            assertThat(metrics).hasSize(2);
            assertThat(metrics[0]).isBetween(0.8, 1.0);
            assertThat(metrics[1]).isBetween(0.8, 1.0);
            assertThat(evaluation.measure(0, Split.TEST, 0).metrics()).hasSize(1);
        }
    }

    /** A regression task in the run must not change the training on labels: the results are bitwise equal. */
    @Test
    void scoresDoNotChangeTheTrainingOnLabels() {
        TaskSlots labelsOnly = new TaskSlots(Lists.immutable.with(
                SLOTS.get(0), data(new Task("other", "tiny", Lists.immutable.with("a", "b", "c"), false, "Which?"))));

        assertThat(trainedOnLabels(SLOTS)).containsExactly(trainedOnLabels(labelsOnly));
    }

    private static float[] trainedOnLabels(TaskSlots slots) {
        try (Backend backend = Backends.create("auto", 1)) {
            MultiTaskModel model = model(backend);
            Trainer trainer = trainer(model, TRAINING, slots, 10);
            for (int step = 0; step < 4; step++) {
                trainer.step(
                        Curriculum.Step.of(0, IntStream.range(step, step + 5).toArray()));
            }
            return backend.readFloats(model.parameters().values());
        }
    }

    /** All steps must launch the same kernels, so that a step can be replayed as a captured graph. */
    @Test
    void stepsOfLabelsAndOfScoresLaunchTheSameKernels() {
        List<String> kernels = new ArrayList<>();
        try (Backend backend = Backends.create("scalar", 1)) {
            Trainer trainer = trainer(model(recording(backend, kernels)), TRAINING, 10);
            trainer.step(Curriculum.Step.of(0, 0, 4, 5)); // the first step allocates tensors that later steps reuse
            List<String> ofLabels = step(trainer, kernels, Curriculum.Step.of(0, 1, 2, 3));
            List<String> ofScores = step(trainer, kernels, Curriculum.Step.of(1, 1, 2, 3));

            assertThat(ofLabels).hasSizeGreaterThan(50).isEqualTo(ofScores);
        }
    }

    private static List<String> step(Trainer trainer, List<String> kernels, Curriculum.Step step) {
        kernels.clear();
        trainer.step(step);
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
