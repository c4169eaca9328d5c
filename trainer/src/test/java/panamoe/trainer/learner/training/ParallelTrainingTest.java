package panamoe.trainer.learner.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.tensor.parallel.ThreadProcesses;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.tasks.Curriculum;
import panamoe.trainer.tasks.Exposure;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskSlots;

/** Several processes train the model that one process trains. The oracle is the training of one process. */
class ParallelTrainingTest {

    private static final TaskSlots SLOTS = TaskSlots.of(new TinyWorld.TinySuite(), 40, 20);

    /** Dropout, so that the masks must not depend on the process that has a sequence. */
    private static final String DROPOUT = "dropout: 0.2";

    /** Sums in another order differ by some 1e-7 of the values; 24 steps of Adam, which divides by small roots, raise that. */
    private static final double TOLERANCE = 1e-5;

    /** What a training leaves: losses by step and task, metrics on dev, the load of the experts. */
    private record Trained(List<Map<Integer, Double>> losses, double[] metrics, List<double[]> loads) {}

    private static Curriculum curriculum() {
        return Curriculum.of(
                Lists.immutable
                        .of(0, 1, 3)
                        .collect(task -> new Exposure(
                                task, SLOTS.name(task), IntStream.range(0, 20).toArray(), 8)),
                8,
                new Rng(5));
    }

    private static Trained train(
            ProcessGroup group,
            boolean expertParallel,
            Method method,
            ModelSettings settings,
            TrainingSettings training) {
        try (Backend backend = Backends.create("auto", 1)) {
            PretrainedEncoder pretrained = TinyWorld.pretrained();
            FrozenEncoder frozen = new FrozenEncoder(backend, pretrained.weights(), 0);
            MultiTaskModel model = new MultiTaskModel(
                    backend,
                    method,
                    settings,
                    method.experts(settings.moe(), SLOTS.count()),
                    pretrained.weights(),
                    SLOTS.count(),
                    SLOTS.maxClasses(),
                    new Rng(3),
                    expertParallel ? group : ProcessGroup.single());
            Batches batches = new Batches(SLOTS, new FrozenFeatures(frozen, SLOTS, pretrained.tokenizer(), 12), group);
            Curriculum curriculum = curriculum().mixed(training.tasksPerBatch(method.weighting()));
            Trainer trainer = new Trainer(
                    model,
                    method.weighting(),
                    training.recipe(),
                    batches,
                    curriculum.steps().size(),
                    new Rng(7));
            List<Map<Integer, Double>> losses = new ArrayList<>();
            for (Curriculum.Step step : curriculum.steps()) {
                var ofTasks = trainer.step(step);
                losses.add(ofTasks.keySet()
                        .toList()
                        .primitiveStream()
                        .boxed()
                        .collect(Collectors.toMap(task -> task, ofTasks::get)));
            }
            Evaluation evaluation = new Evaluation(model, batches, trainer.workspace());
            double[] metrics = IntStream.of(0, 1, 3)
                    .mapToDouble(task -> evaluation.measure(task, Split.DEV, 24).main())
                    .toArray();
            List<double[]> loads = evaluation.routing(new int[] {0, 1, 3}, Split.DEV, 10).stream()
                    .map(stats -> stats.load(0))
                    .toList();
            return new Trained(losses, metrics, loads);
        }
    }

    static Stream<Arguments> settings() {
        String balance = "router-losses: {balance: 0.05, z: 0.001}";
        String others = "router-losses: {importance: 0.05, mutual-information: 0.05}, tasks-per-batch: 2";
        String eachTask = "router-losses: {balance: 0.05, balance-over: each-task}, tasks-per-batch: 3";
        return Stream.of(
                Arguments.of(2, false, Method.DENSE_MTL, DROPOUT, ""),
                Arguments.of(3, false, Method.TASK_GATE_MOE, DROPOUT, balance),
                Arguments.of(2, false, Method.TASK_GATE_MOE, DROPOUT, others),
                Arguments.of(2, false, Method.TASK_GATE_MOE, DROPOUT, eachTask),
                Arguments.of(2, true, Method.TASK_GATE_MOE, DROPOUT, balance),
                Arguments.of(4, true, Method.TASK_GATE_MOE, DROPOUT, others));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void severalProcessesTrainAsOne(
            int processes, boolean expertParallel, Method method, String model, String training) {
        ModelSettings settings = TinyWorld.model(model);
        TrainingSettings recipe = TinyWorld.training(training);
        Trained one = train(ProcessGroup.single(), false, method, settings, recipe);

        List<Trained> all =
                ThreadProcesses.run(processes, group -> train(group, expertParallel, method, settings, recipe));

        for (Trained each : all) {
            assertThat(each.losses()).hasSameSizeAs(one.losses());
            for (int step = 0; step < one.losses().size(); step++) {
                int at = step;
                assertThat(each.losses().get(step).keySet())
                        .isEqualTo(one.losses().get(step).keySet());
                one.losses()
                        .get(step)
                        .forEach(
                                (task, loss) -> assertThat(each.losses().get(at).get(task))
                                        .as("step %d, task %d", at, task)
                                        .isCloseTo(loss, org.assertj.core.data.Offset.offset(TOLERANCE)));
            }
            assertThat(each.metrics()).containsExactly(one.metrics());
            assertThat(each.loads()).hasSameSizeAs(one.loads());
            for (int layer = 0; layer < one.loads().size(); layer++) {
                assertThat(each.loads().get(layer)).containsExactly(one.loads().get(layer));
            }
        }
    }

    @Test
    void comparingTasksNeedsOneProcess() {
        assertThatThrownBy(() -> ThreadProcesses.run(
                        2,
                        group -> train(group, false, Method.DENSE_PCGRAD, TinyWorld.model(""), TinyWorld.training(""))))
                .hasStackTraceContaining("on 2 processes: expected one process");
    }
}
