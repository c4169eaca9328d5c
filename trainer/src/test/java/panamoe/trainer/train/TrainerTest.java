package panamoe.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.trainer.data.Batch;
import panamoe.trainer.data.Curriculum;
import panamoe.trainer.data.Exposure;
import panamoe.trainer.data.Split;
import panamoe.trainer.data.TaskSlots;
import panamoe.trainer.model.FrozenEncoder;
import panamoe.trainer.model.FrozenFeatures;
import panamoe.trainer.model.Method;
import panamoe.trainer.model.ModelSettings;
import panamoe.trainer.model.MultiTaskModel;
import panamoe.trainer.model.Pretrained;
import panamoe.trainer.protocol.TinyWorld;

class TrainerTest {

    private static final TaskSlots SLOTS = TaskSlots.of(new TinyWorld.TinySuite(), 40, 20);
    private static final ModelSettings SETTINGS = new ModelSettings(0, 1, 12, 4, 1, 0.01, 0.02, 1, 0.1);
    private static final TrainingSettings TRAINING = TrainingSettings.standard().withBatchSize(8);

    private static MultiTaskModel model(Backend backend, Method method) {
        return new MultiTaskModel(
                backend,
                method,
                SETTINGS,
                TinyWorld.pretrained().weights(),
                SLOTS.count(),
                SLOTS.maxClasses(),
                new Rng(3));
    }

    private static Batches batches(Backend backend) {
        Pretrained pretrained = TinyWorld.pretrained();
        FrozenEncoder frozen = new FrozenEncoder(backend, pretrained.weights(), 0);
        return new Batches(SLOTS, new FrozenFeatures(frozen, SLOTS, pretrained.tokenizer(), 12));
    }

    private static Curriculum curriculum(int... tasks) {
        return Curriculum.of(
                Lists.immutable.fromStream(Arrays.stream(tasks)
                        .mapToObj(task -> new Exposure(
                                task, SLOTS.name(task), IntStream.range(0, 20).toArray(), 6))),
                8,
                new Rng(5));
    }

    private static float[] trained(String backendName, int threads, Method method) {
        try (Backend backend = Backends.create(backendName, threads)) {
            MultiTaskModel model = model(backend, method);
            Trainer.run(model, TRAINING, batches(backend), curriculum(0, 1, 3), new Rng(7), Progress.NONE);
            return backend.readFloats(model.parameters().values());
        }
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void theSameSeedGivesTheSameBitsOnOneAndTwoThreads(Method method) {
        float[] one = trained("auto", 1, method);

        assertThat(trained("auto", 1, method)).containsExactly(one);
        assertThat(trained("auto", 2, method)).containsExactly(one);
    }

    @Test
    void trainingLowersTheLoss() {
        try (Backend backend = Backends.create("auto", 1)) {
            MultiTaskModel model = model(backend, Method.TASK_GATE_MOE);
            Trainer trainer = new Trainer(model, TRAINING.withTrunkRate(2e-3), 60, new Rng(7));
            Batch batch =
                    batches(backend).of(0, Split.TRAIN, IntStream.range(0, 8).toArray(), 8);

            double first = trainer.step(batch);
            double last = first;
            for (int i = 0; i < 50; i++) {
                last = trainer.step(batch);
            }

            // two labels: a head that knows nothing has a loss of ln 2
            assertThat(first).isCloseTo(Math.log(2), within(0.1));
            assertThat(last).isLessThan(0.35);
        }
    }

    /** Head, gate and moments of a task without rows do not move by a bit, not even by weight decay. */
    @Test
    void aTaskThatIsAbsentIsNotTouched() {
        try (Backend backend = Backends.create("auto", 1)) {
            MultiTaskModel model = model(backend, Method.TASK_GATE_MOE);
            Trainer trainer = new Trainer(model, TRAINING, 40, new Rng(7));
            Batches batches = batches(backend);
            // task 2 is trained first, so that its moments are not 0 when it must keep them
            trainer.step(batches.of(2, Split.TRAIN, new int[] {0, 1, 2, 3}, 8));
            ImmutableList<Parameter> stacked = model.parameters().list().select(Parameter::isStacked);
            assertThat(stacked).hasSize(6); // weight and bias of the heads and of two gates
            float[][] before = entries(backend, stacked, 2);
            float[][] other = entries(backend, stacked, 1);
            float[][] moments = moments(backend, trainer, stacked, 2);

            for (int step = 0; step < 3; step++) {
                trainer.step(batches.of(1, Split.TRAIN, new int[] {4, 5, 6}, 8));
            }

            assertThat(entries(backend, stacked, 2)).isDeepEqualTo(before);
            assertThat(moments(backend, trainer, stacked, 2)).isDeepEqualTo(moments);
            float[][] moved = entries(backend, stacked, 1);
            for (int p = 0; p < moved.length; p++) {
                assertThat(moved[p]).as(stacked.get(p).name()).isNotEqualTo(other[p]);
            }
            assertThat(moments[0]).isNotEqualTo(new float[moments[0].length]);
        }
    }

    private static float[][] entries(Backend backend, ImmutableList<Parameter> stacked, int task) {
        return stacked.collect(p -> backend.readFloats(p.value().rowSlice(task, task + 1)))
                .toArray(new float[0][]);
    }

    private static float[][] moments(Backend backend, Trainer trainer, ImmutableList<Parameter> stacked, int task) {
        float[] first = backend.readFloats(trainer.optimizer().firstMoment());
        float[] second = backend.readFloats(trainer.optimizer().secondMoment());
        return stacked.flatCollect(p -> {
                    int size = p.shape().size() / p.shape().dim(0);
                    int from = p.offset() + task * size;
                    return Lists.immutable.with(
                            Arrays.copyOfRange(first, from, from + size),
                            Arrays.copyOfRange(second, from, from + size));
                })
                .toArray(new float[0][]);
    }

    /** A batch of two tasks has the mean loss of its sequences, whichever batch they come in. */
    @ParameterizedTest
    @EnumSource(Method.class)
    void aMixedBatchWeighsItsSequencesAlike(Method method) {
        try (Backend backend = Backends.create("auto", 1)) {
            Batches batches = batches(backend);
            int[] three = {0, 1, 2};
            double lossOf1 = firstLoss(backend, method, batches.of(1, Split.TRAIN, three, 8));
            double lossOf3 = firstLoss(backend, method, batches.of(3, Split.TRAIN, new int[] {5}, 8));

            double mixed = firstLoss(backend, method, mixed(batches, three));

            // float sums in another order: 1e-5 of losses near 1
            assertThat(mixed).isCloseTo((3 * lossOf1 + lossOf3) / 4, within(1e-5));
            assertThat(lossOf1).isNotCloseTo(lossOf3, within(1e-3));
        }
    }

    private static Batch mixed(Batches batches, int[] ofTask1) {
        ImmutableList<Batch.Sequence> sequences =
                Lists.immutable.fromStream(IntStream.of(ofTask1).mapToObj(i -> sequence(batches, 1, i)));
        return Batch.of(
                SLOTS.count(),
                16,
                8,
                Lists.immutable.with(sequence(batches, 3, 5)).newWithAll(sequences));
    }

    private static Batch.Sequence sequence(Batches batches, int task, int example) {
        return new Batch.Sequence(
                task,
                SLOTS.get(task).train().get(example).label(),
                SLOTS.get(task).task().classes(),
                batches.source().rows(task, Split.TRAIN, example));
    }

    private static double firstLoss(Backend backend, Method method, Batch batch) {
        MultiTaskModel model = new MultiTaskModel(
                backend,
                method,
                new ModelSettings(0, 1, 12, 4, 1, 0.01, 0.02, 1, 0),
                TinyWorld.pretrained().weights(),
                SLOTS.count(),
                SLOTS.maxClasses(),
                new Rng(3));
        return new Trainer(model, TRAINING, 10, new Rng(7)).step(batch);
    }

    @Test
    void aCheckpointBringsAModelBackToTheBit(@TempDir Path folder) throws IOException {
        try (Backend backend = Backends.create("auto", 1)) {
            Path file = folder.resolve("checkpoints").resolve("model.safetensors");
            Parameters trained = model(backend, Method.SHARED_GATE_MOE).parameters();
            backend.fill(0.25, trained.get("heads.weight").value());
            Checkpoint.write(trained, file);

            Parameters read = model(backend, Method.SHARED_GATE_MOE).parameters();
            Checkpoint.read(read, file);

            assertThat(backend.readFloats(read.values())).containsExactly(backend.readFloats(trained.values()));
            assertThatThrownBy(() ->
                            Checkpoint.read(model(backend, Method.DENSE_MTL).parameters(), file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("model.safetensors");
        }
    }

    /** With the gates unable to differ, a sparse model is the dense one: k = 1 and copies without noise. */
    @Test
    void upcycledExpertsBeginAsTheDenseModel() {
        try (Backend backend = Backends.create("auto", 1)) {
            ModelSettings noiseless = new ModelSettings(0, 1, 12, 4, 1, 0, 0.02, 1, 0);
            Batch batch =
                    batches(backend).of(1, Split.TRAIN, IntStream.range(0, 8).toArray(), 8);
            double[] losses = Arrays.stream(Method.values())
                    .mapToDouble(method -> {
                        MultiTaskModel model = new MultiTaskModel(
                                backend,
                                method,
                                noiseless,
                                TinyWorld.pretrained().weights(),
                                SLOTS.count(),
                                SLOTS.maxClasses(),
                                new Rng(3));
                        backend.fill(0.1, model.heads().bias().value());
                        backend.fill(0.1, model.heads().weight().value());
                        return new Trainer(model, TRAINING, 10, new Rng(7)).step(batch);
                    })
                    .toArray();

            assertThat(losses)
                    .usingElementComparator((a, b) -> Math.abs(a - b) <= 1e-6 ? 0 : 1)
                    .containsOnly(losses[0]);
        }
    }
}
