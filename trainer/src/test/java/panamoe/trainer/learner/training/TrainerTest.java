package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.autograd.Parameter;
import panamoe.moe.PerTaskGate;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.learner.GateKind;
import panamoe.trainer.learner.LossWeighting;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Exposure;
import panamoe.trainer.tasks.TaskSlots;

class TrainerTest {

    private static final TaskSlots SLOTS = TaskSlots.of(new TinyWorld.TinySuite(), 40, 20);
    private static final Method TASK_GATE_PCGRAD = new Method("mine", GateKind.TASK, LossWeighting.PCGRAD);
    private static final ModelSettings SETTINGS = TinyWorld.model("");
    private static final TrainingSettings TRAINING = TinyWorld.training("");

    private static MultiTaskModel model(Backend backend, Method method) {
        return model(backend, method, SETTINGS);
    }

    private static MultiTaskModel model(Backend backend, Method method, ModelSettings settings) {
        return new MultiTaskModel(
                backend,
                method,
                settings,
                TinyWorld.pretrained().weights(),
                SLOTS.count(),
                SLOTS.maxClasses(),
                new Rng(3));
    }

    private static Batches batches(Backend backend) {
        PretrainedEncoder pretrained = TinyWorld.pretrained();
        FrozenEncoder frozen = new FrozenEncoder(backend, pretrained.weights(), 0);
        return new Batches(SLOTS, new FrozenFeatures(frozen, SLOTS, pretrained.tokenizer(), 12));
    }

    private static Trainer trainer(MultiTaskModel model, Method method, TrainingRecipe recipe, int steps) {
        Batches batches = batches(model.parameters().backend());
        return new Trainer(model, method.weighting(), recipe, batches, steps, new Rng(7));
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
            Trainer.run(
                    model,
                    method.weighting(),
                    TRAINING.recipe(),
                    batches(backend),
                    curriculum(0, 1, 3).mixed(TRAINING.tasksPerBatch(method.weighting())),
                    new Rng(7),
                    new LossHistory(),
                    Progress.NONE);
            return backend.readFloats(model.parameters().values());
        }
    }

    static ImmutableList<Method> methods() {
        return Method.BUILT_IN.newWith(TASK_GATE_PCGRAD);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void theSameSeedGivesTheSameBitsOnOneAndTwoThreads(Method method) {
        float[] one = trained("auto", 1, method);

        assertThat(trained("auto", 1, method)).containsExactly(one);
        assertThat(trained("auto", 2, method)).containsExactly(one);
    }

    @Test
    void trainingLowersTheLoss() {
        try (Backend backend = Backends.create("auto", 1)) {
            MultiTaskModel model = model(backend, Method.TASK_GATE_MOE);
            Trainer trainer =
                    trainer(model, Method.TASK_GATE_MOE, TRAINING.recipe().withTrunkRate(2e-3), 60);
            Curriculum.Step step = Curriculum.Step.of(0, IntStream.range(0, 8).toArray());

            double first = trainer.step(step).get(0);
            double last = first;
            for (int i = 0; i < 50; i++) {
                last = trainer.step(step).get(0);
            }

            // two labels: an untrained head has a loss of about ln 2
            assertThat(first).isCloseTo(Math.log(2), within(0.1));
            assertThat(last).isLessThan(0.35);
        }
    }

    /** The head, the gates and the moments of a task without rows must not change, not even by weight decay. */
    @Test
    void aTaskWithoutRowsIsNotChanged() {
        try (Backend backend = Backends.create("auto", 1)) {
            MultiTaskModel model = model(backend, Method.TASK_GATE_MOE);
            Trainer trainer = trainer(model, Method.TASK_GATE_MOE, TRAINING.recipe(), 40);
            // trains task 2 first, so that its moments are not 0
            trainer.step(Curriculum.Step.of(2, 0, 1, 2, 3));
            ImmutableList<Parameter> stacked = model.parameters().list().select(Parameter::isStacked);
            assertThat(stacked).hasSize(6); // weight and bias of the heads and of two gates
            float[][] before = entries(backend, stacked, 2);
            float[][] other = entries(backend, stacked, 1);
            float[][] moments = moments(backend, trainer, stacked, 2);

            for (int step = 0; step < 3; step++) {
                trainer.step(Curriculum.Step.of(1, 4, 5, 6));
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

    static ImmutableList<Method> methodsOfEqualSequenceWeights() {
        return Method.BUILT_IN.reject(
                method -> method.weighting().comparesTasks() || method.equals(Method.RANDOM_GATE_MOE));
    }

    /**
     * The gradient of a batch of two tasks is the mean of the gradients of its sequences. This does not hold if random choices
     * depend on the index of a row, or if each task has the same weight.
     */
    @ParameterizedTest
    @MethodSource("methodsOfEqualSequenceWeights")
    void aMixedBatchGivesItsSequencesEqualWeight(Method method) {
        Curriculum.Part three = new Curriculum.Part(1, new int[] {0, 1, 2});
        Curriculum.Part one = new Curriculum.Part(3, new int[] {5});
        double[] ofThree = gradient(method, three);
        double[] ofOne = gradient(method, one);

        double[] mixed = gradient(method, one, three);

        double worst = 0;
        double largest = 0;
        for (int i = 0; i < mixed.length; i++) {
            worst = Math.max(worst, Math.abs(mixed[i] - (3 * ofThree[i] + ofOne[i]) / 4));
            largest = Math.max(largest, Math.abs(mixed[i]));
        }
        assertThat(worst)
                .as("the weight 1/3 of a sequence is a float, with a rounding error of 3e-8")
                .isLessThan(1e-7);
        assertThat(largest).isGreaterThan(1e-3);
    }

    static ImmutableList<Method> methodsOfComparedTasks() {
        return Lists.immutable.with(Method.DENSE_MTL, Method.SHARED_GATE_MOE, Method.TASK_GATE_MOE);
    }

    /**
     * Weightings that compare tasks give each task the same weight. The initial weights of GradNorm are 1. PCGrad removes the
     * conflicts from the shared parameters, between which the flat buffer has the gates.
     */
    @ParameterizedTest
    @MethodSource("methodsOfComparedTasks")
    void comparedTasksHaveEqualWeight(Method equalWeights) {
        Curriculum.Part three = new Curriculum.Part(1, new int[] {0, 1, 2});
        Curriculum.Part one = new Curriculum.Part(3, new int[] {5});
        double[] a = gradient(equalWeights, three);
        double[] b = gradient(equalWeights, one);

        Method gradNorm = new Method("mine", equalWeights.gate(), LossWeighting.GRADNORM);
        assertThat(largestDifference(gradient(gradNorm, three, one), mean(a, b)))
                .isLessThan(1e-12);

        int[] shared = shared(equalWeights);
        double dot = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i : shared) {
            dot += a[i] * b[i];
            squareA += a[i] * a[i];
            squareB += b[i] * b[i];
        }
        double[] projectedA = a.clone();
        double[] projectedB = b.clone();
        for (int i : shared) {
            projectedA[i] -= Math.min(0, dot) / squareB * b[i];
            projectedB[i] -= Math.min(0, dot) / squareA * a[i];
        }
        assertThat(dot)
                .as("the two tasks conflict; else the projection changes nothing")
                .isNegative();
        Method pcGrad = new Method("mine", equalWeights.gate(), LossWeighting.PCGRAD);
        assertThat(largestDifference(gradient(pcGrad, three, one), mean(projectedA, projectedB)))
                .isLessThan(1e-12);
    }

    /**
     * CAGrad adds {@code c |g_0| / |g_w| g_w} to the mean gradient {@code g_0} of the shared parameters. The oracle finds the weight w
     * of the first task by trying a million values.
     */
    @ParameterizedTest
    @MethodSource("methodsOfComparedTasks")
    void caGradTurnsTheMeanGradientOfTheSharedParameters(Method equalWeights) {
        Curriculum.Part three = new Curriculum.Part(1, new int[] {0, 1, 2});
        Curriculum.Part one = new Curriculum.Part(3, new int[] {5});
        double[] a = gradient(equalWeights, three);
        double[] b = gradient(equalWeights, one);
        double c = 0.4;
        int[] shared = shared(equalWeights);
        double squareA = dot(a, a, shared);
        double squareB = dot(b, b, shared);
        double product = dot(a, b, shared);
        double ofMean = Math.sqrt(squareA + 2 * product + squareB) / 2;
        double least = Double.POSITIVE_INFINITY;
        double weight = Double.NaN;
        for (int i = 0; i <= 1_000_000; i++) {
            double w = i / 1e6;
            double ofWeighted = Math.sqrt(w * w * squareA + 2 * w * (1 - w) * product + (1 - w) * (1 - w) * squareB);
            double alongMean = (w * (squareA + product) + (1 - w) * (product + squareB)) / 2;
            double objective = alongMean + c * ofMean * ofWeighted;
            if (objective < least) {
                least = objective;
                weight = w;
            }
        }
        double[] weighted = new double[a.length];
        for (int i : shared) {
            weighted[i] = weight * a[i] + (1 - weight) * b[i];
        }
        double factor = c * ofMean / Math.sqrt(dot(weighted, weighted, shared));
        double[] expected = mean(a, b);
        for (int i : shared) {
            expected[i] += factor * weighted[i];
        }

        Method caGrad = new Method("mine", equalWeights.gate(), LossWeighting.CAGRAD);
        double[] actual = gradient(caGrad, three, one);

        assertThat(largestDifference(expected, mean(a, b))).isGreaterThan(0.005);
        assertThat(largestDifference(actual, expected))
                .as("the weight is found to within 2^-12")
                .isLessThan(1e-5);
    }

    private static double dot(double[] a, double[] b, int[] elements) {
        return IntStream.of(elements).mapToDouble(i -> a[i] * b[i]).sum();
    }

    /** The indices of the elements of shared parameters. */
    private static int[] shared(Method method) {
        try (Backend backend = Backends.create("reference", 1)) {
            return model(backend, method).parameters().list().select(p -> p.isTrainable() && !p.isStacked()).stream()
                    .flatMapToInt(p ->
                            IntStream.range(p.offset(), p.offset() + p.shape().size()))
                    .toArray();
        }
    }

    private static double[] mean(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> (a[i] + b[i]) / 2).toArray();
    }

    private static double largestDifference(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .max()
                .orElseThrow();
    }

    private static double[] gradient(Method method, Curriculum.Part... parts) {
        try (Backend backend = Backends.create("reference", 1)) {
            MultiTaskModel model = model(backend, method, TinyWorld.model("dropout: 0"));
            trainer(model, method, TRAINING.recipe().forNewTasks(), 10)
                    .step(new Curriculum.Step(Lists.immutable.with(parts)));
            return backend.readDoubles(model.parameters().gradients());
        }
    }

    /** The gates are shared in two of four steps. They are equal after each of these steps and differ afterwards. */
    @Test
    void gatesAreSharedInTheFirstSteps() {
        String settings = "batch-size: 4, compared-tasks: 2, weight-decay: 0, warm-up: 0, shared-gates: 0.5";
        TrainingRecipe half = TinyWorld.settings(
                        "{model: {moe: {gate: {start: independent}}}, training: {" + settings + "}}", 1)
                .training()
                .recipe();
        try (Backend backend = Backends.create("reference", 1)) {
            MultiTaskModel model = model(backend, Method.TASK_GATE_MOE, TinyWorld.model("dropout: 0"));
            PerTaskGate gate = model.taskGates().getFirst();
            Trainer trainer = trainer(model, Method.TASK_GATE_MOE, half, 4);
            List<double[]> first = new ArrayList<>();
            List<Integer> different = new ArrayList<>();
            for (int task : new int[] {0, 1, 0, 1}) {
                Curriculum.Part part = new Curriculum.Part(task, new int[] {0, 1, 2, 3});
                trainer.step(new Curriculum.Step(Lists.immutable.with(part)));
                double[] values =
                        backend.readDoubles(gate.taskParameters().getFirst().value());
                int ofTask = values.length / gate.tasks();
                Set<List<Double>> gates = new HashSet<>();
                for (int t = 0; t < gate.tasks(); t++) {
                    gates.add(DoubleStream.of(values)
                            .skip((long) t * ofTask)
                            .limit(ofTask)
                            .boxed()
                            .toList());
                }
                different.add(gates.size());
                first.add(Arrays.copyOf(values, ofTask));
            }

            // the third step changes the gate of task 0 only, the fourth that of task 1
            assertThat(different).containsExactly(1, 1, 2, 3);
            assertThat(first.get(1))
                    .as("the step of task 1 changed the gate of task 0")
                    .isNotEqualTo(first.get(0));
            assertThat(first.get(3))
                    .as("the step of task 1 did not change the gate of task 0")
                    .isEqualTo(first.get(2));
        }
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TinyWorld.training(settings + ", tasks-per-batch: 2"))
                .withMessage("training: shared-gates 0.5 with tasks-per-batch 2: expected batches of one task");
    }

    @Test
    void aCheckpointRestoresAModelBitwise(@TempDir Path folder) throws IOException {
        try (Backend backend = Backends.create("auto", 1)) {
            Path file = folder.resolve("checkpoints").resolve("model.safetensors");
            ModelSettings biased =
                    TinyWorld.model("dropout: 0, moe: {selection: {k: 2, weighting: renormalized, bias-rate: 0.01}}");
            MultiTaskModel trained = model(backend, Method.SHARED_GATE_MOE, biased);
            backend.fill(0.25, trained.parameters().get("heads.weight").value());
            backend.fill(0.5, trained.expertBiases().getLast().value());
            Checkpoint.write(trained, file);

            MultiTaskModel read = model(backend, Method.SHARED_GATE_MOE, biased);
            Checkpoint.read(read, file);

            assertThat(backend.readFloats(read.parameters().values()))
                    .containsExactly(backend.readFloats(trained.parameters().values()));
            assertThat(backend.readFloats(read.expertBiases().getLast().value()))
                    .containsOnly(0.5f);
            assertThatThrownBy(() -> Checkpoint.read(model(backend, Method.DENSE_MTL), file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("model.safetensors");
        }
    }

    /** For k = 1 and copies without noise, a sparse model equals the dense model, whatever the gates choose. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "shared-expert: false",
                "shared-expert: true",
                "shared-expert: true, expert-width: 0.5",
                "shared-expert: true, expert-width: 0.25, gate: {private-experts: 3}"
            })
    void upcycledExpertsBeginAsTheDenseModel(String moe) {
        ModelSettings noiseless = TinyWorld.model("dropout: 0, moe: {expert-noise: 0, " + moe + "}");
        Curriculum.Step step = Curriculum.Step.of(1, IntStream.range(0, 8).toArray());
        try (Backend backend = Backends.create("auto", 1)) {
            double[] losses = Method.BUILT_IN
                    .collectDouble(method -> {
                        MultiTaskModel model = model(backend, method, noiseless);
                        backend.fill(0.1, model.heads().bias().value());
                        backend.fill(0.1, model.heads().weight().value());
                        return trainer(model, method, TRAINING.recipe(), 10)
                                .step(step)
                                .get(1);
                    })
                    .toArray();

            assertThat(losses)
                    .usingElementComparator((a, b) -> Math.abs(a - b) <= 1e-6 ? 0 : 1)
                    .containsOnly(losses[0]);
        }
    }
}
