package panamoe.trainer.product.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.autograd.Parameter;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.UserError;
import panamoe.trainer.learner.TrainedPart;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.product.TinyModel;
import panamoe.trainer.product.TinyTexts;
import panamoe.trainer.product.adding.AddTaskSettings;
import panamoe.trainer.product.adding.AddedTask;
import panamoe.trainer.product.adding.TaskAdding;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelConfig;
import panamoe.trainer.product.folder.ModelFolder;
import panamoe.trainer.product.training.Phases;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;

class ModelPruningTest {

    /** The slots of the kept tasks: seen-b and other-a, which has more labels. */
    private static final int[] KEPT = {1, 5};

    /** The layer with experts. */
    private static final String LAYER = "1";

    @TempDir
    private Path temporary;

    private Backend backend;

    /** The fastest kernels, since their blocks depend on the widths. */
    @BeforeEach
    void openBackend() {
        backend = Backends.create("auto", 2);
    }

    @AfterEach
    void closeBackend() {
        backend.close();
    }

    private KeptModel trained(String settings) throws IOException {
        return TinyModel.train(TinyModel.settings(settings), backend, temporary.resolve("model"))
                .kept();
    }

    /** The kept tasks with the given routing. */
    private static List<KeptTask> using(KeptModel model, List<Double> shares) {
        return IntStream.of(KEPT)
                .mapToObj(slot -> model.tasks().get(slot))
                .map(task -> task.with(task.examples(), task.scores(), task.baselines(), Map.of(LAYER, shares)))
                .toList();
    }

    private PrunedModel pruned(KeptModel model, List<KeptTask> tasks, double threshold, TaskExamples data) {
        return ModelPruning.prune(model, tasks, threshold, data, backend, Phases.NONE);
    }

    private void assertLogits(KeptModel model, List<float[]> expected) {
        List<float[]> actual = TinyTexts.logits(model, model.tasks(), backend);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            // sums of 16 products in single precision; a narrower head adds in another order
            assertThat(actual.get(i)).containsExactly(expected.get(i), within(1e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{method: dense-mtl}",
                "{method: dense-uncertainty}",
                "{method: shared-gate-moe}",
                "{method: random-gate-moe}",
                "{method: hash-gate-moe}",
                "{method: dense-mixture-moe}",
                "{method: task-embedding-moe}",
                "{method: private-expert-moe}",
                "{method: cgc-moe}",
                "{method: cgc-moe, model: {moe: {gate: {private-experts: 3, shared-experts: 5}}}}",
                "{method: cgc-moe, model: {moe: {shared-expert: true, expert-width: 0.5}}}",
                "{method: task-gate-moe}",
                "{method: task-gate-moe, model: {moe: {selection: {noisy: true}}}}",
                "{method: task-gate-moe, model: {moe: {shared-expert: true, expert-width: 0.5}}}",
                "{method: task-gate-moe, model: {moe: {shared-expert: true, selection: {k: 2, weighting: renormalized, bias-rate: 0.01}}}}"
            })
    void theKeptTasksAnswerAsBeforeIfNoExpertIsRemoved(String settings) throws IOException {
        KeptModel before = trained(settings);
        List<KeptTask> tasks = before.config().hasExperts() && !before.config().hasPrivateExperts()
                ? using(before, List.of(0.25, 0.25, 0.25, 0.25))
                : IntStream.of(KEPT).mapToObj(before.tasks()::get).toList();
        List<float[]> expected = TinyTexts.logits(before, tasks, backend);

        KeptModel after = pruned(before, tasks, 0, TaskExamples.NONE).model();

        assertThat(after.tasks()).extracting(KeptTask::name).containsExactly("seen-b", "other-a");
        assertThat(after.config().experts().values()).allMatch(count -> count == experts(after));
        assertLogits(after, expected);
        assertLogits(before.withTasks(tasks), expected);
        Path folder = temporary.resolve("pruned");
        ModelFolder.write(after, folder);
        KeptModel read = ModelFolder.read(folder, backend);
        assertThat(read.tasks()).isEqualTo(after.tasks());
        assertThat(TinyTexts.logits(read, read.tasks(), backend))
                .usingRecursiveComparison()
                .isEqualTo(TinyTexts.logits(after, after.tasks(), backend));
        HistoryEntry last = read.config().history().getLast();
        assertThat(last.event()).isEqualTo(HistoryEntry.Event.PRUNED);
        assertThat(last.tasks()).containsExactly("seen-b", "other-a");
        assertThat(last.threshold()).contains(0.0);
    }

    /** The number of experts in a layer for two tasks. */
    private static int experts(KeptModel model) {
        ModelConfig config = model.config();
        return config.method().sparseGate().experts(config.model().moe(), 2);
    }

    /** Makes the gates choose expert 2 for every row. */
    private void chooseTwo(KeptModel model) {
        Parameter bias = model.network().parameters().get("encoder.layer.1.gate.bias");
        double[] values = new double[bias.shape().size()];
        for (int i = 2; i < values.length; i += 4) {
            values[i] = 1000;
        }
        backend.write(bias.value(), values);
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 1"})
    void aLayerWithOneExpertLeftIsDenseUnlessThereIsASharedOne(boolean shared, int left) throws IOException {
        KeptModel before = trained("{model: {moe: {shared-expert: %s}}}".formatted(shared));
        chooseTwo(before);
        List<KeptTask> tasks = using(before, List.of(0.0, 0.2, 0.8, 0.0));
        List<float[]> expected = TinyTexts.logits(before, tasks, backend);

        KeptModel after = pruned(before, tasks, 0.3, TaskExamples.NONE).model();

        assertThat(after.config().experts()).isEqualTo(shared ? Map.of(1, left) : Map.of());
        assertThat(after.network()
                        .parameters()
                        .find("encoder.layer.1.feedForward.in.weight")
                        .isPresent())
                .isEqualTo(!shared);
        assertLogits(after, expected);
        Path folder = temporary.resolve("pruned");
        ModelFolder.write(after, folder);
        assertLogits(ModelFolder.read(folder, backend), expected);
    }

    @Test
    void everyTaskKeepsTheExpertsThatItUses() throws IOException {
        KeptModel before = trained("{steps: 14}");
        List<KeptTask> tasks = List.of(
                using(before, List.of(0.0, 0.9, 0.1, 0.0)).get(0),
                using(before, List.of(1.0, 0.0, 0.0, 0.0)).get(1));

        KeptModel after = pruned(before, tasks, 0.2, TaskExamples.NONE).model();

        assertThat(after.config().experts()).isEqualTo(Map.of(1, 2));
        float[] whole = backend.readFloats(before.network()
                .parameters()
                .get("encoder.layer.1.experts.bias1")
                .value());
        float[] kept = backend.readFloats(after.network()
                .parameters()
                .get("encoder.layer.1.experts.bias1")
                .value());
        assertThat(kept).containsExactly(Arrays.copyOf(whole, whole.length / 2));
    }

    private static TaskData data(String task) {
        return TinyModel.SLOTS.get(TinyModel.SLOTS.of(task));
    }

    @Test
    void scoresAreThoseOfThePrunedModelAndNoneWithoutData() throws IOException {
        KeptModel before = trained("{steps: 60}");
        List<KeptTask> tasks = IntStream.of(KEPT).mapToObj(before.tasks()::get).toList();
        TaskExamples same = new TaskExamples("tiny words", Map.of("seen-b", data("seen-b")));

        PrunedModel pruned = pruned(before, tasks, 1, same);

        KeptTask measured = pruned.model().tasks().getFirst();
        assertThat(pruned.before().getFirst().scores())
                .isEqualTo(tasks.getFirst().scores());
        assertThat(measured.isMeasured(Split.TEST)).isTrue();
        assertThat(measured.examples()).isEqualTo(tasks.getFirst().examples());
        assertThat(measured.baselines()).isEqualTo(tasks.getFirst().baselines());
        assertThat(measured.features()).isEqualTo(tasks.getFirst().features());
        // each task keeps its most used expert; a second pruning of the result measures the same scores
        PrunedModel again = pruned(pruned.model(), List.of(measured), 0, same);
        assertThat(again.before().getFirst().scores()).isEqualTo(measured.scores());
        KeptTask unmeasured = pruned.model().tasks().getLast();
        assertThat(unmeasured.scores()).isEmpty();
        assertThat(unmeasured.routing()).isEmpty();
        assertThat(unmeasured.baselines()).isEqualTo(tasks.getLast().baselines());
    }

    @Test
    void sizesAndMajorityAreThoseOfTheGivenExamples() throws IOException {
        KeptModel before = trained("{steps: 14}");
        TaskData all = data("seen-b");
        TaskData fewer = new TaskData(
                all.task(), all.train().take(3), all.dev().take(5), all.test().take(7));
        TaskExamples others = new TaskExamples("others", Map.of("seen-b", fewer));

        KeptTask measured = pruned(before, List.of(before.tasks().get(1)), 0, others)
                .model()
                .tasks()
                .getFirst();

        assertThat(measured.examples())
                .containsEntry("train", all.train().size())
                .containsEntry("dev", 5)
                .containsEntry("test", 7);
        assertThat(measured.majority(Split.TEST)).isEqualTo(fewer.baseline(Split.TEST));
    }

    /** The answers of a pruned model do not change when it learns another task. */
    @ParameterizedTest
    @CsvSource({
        "task-gate-moe, the model has no gates per task",
        "shared-gate-moe, the model has no gates per task",
        "private-expert-moe, its experts begin as those of seen-b",
        "cgc-moe, its experts and gates begin as those of seen-b",
        "dense-mtl, the model has no gates per task"
    })
    void aPrunedModelLearnsAnotherTask(String method, String start) throws IOException {
        KeptModel before = trained("{method: " + method + "}");
        KeptModel small = pruned(before, List.of(before.tasks().get(1)), 1, TaskExamples.NONE)
                .model();
        assertThat(small.config().hasExperts())
                .isEqualTo(List.of("private-expert-moe", "cgc-moe").contains(method));
        List<float[]> expected = TinyTexts.logits(small, small.tasks(), backend);
        TaskData known = data("new-a");
        Task task = new Task("once-more", "tiny", known.task().labels(), false, "As new-a.");
        TaskData again = new TaskData(task, known.train(), known.dev(), known.test());
        AddTaskSettings settings = AddTaskSettings.of(AddTaskSettings.AUTO, TrainedPart.GATE, 5, 1);

        AddedTask added = TaskAdding.add(small, again, "tiny", settings, backend, Progress.NONE);

        assertThat(added.start().text()).isEqualTo(start);
        List<float[]> actual = TinyTexts.logits(added.model(), small.tasks(), backend);
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }

    /** A share says nothing if every expert takes the same number of tokens, chance decides, or every token takes all experts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{method: random-gate-moe}",
                "{method: dense-mixture-moe}",
                "{method: shared-gate-moe, model: {moe: {selection: {kind: expert-choice, factor: 2}}}}"
            })
    void allExpertsAreKeptIfLoadsDoNotShowTheNeed(String settings) throws IOException {
        KeptModel before = trained(settings);
        KeptModel after = pruned(before, using(before, List.of(1.0, 0.0, 0.0, 0.0)), 0.9, TaskExamples.NONE)
                .model();
        assertThat(after.config().experts()).isEqualTo(Map.of(1, 4));
    }

    /** The model answers as before, so its scores are still right. */
    @Test
    void scoresAreKeptIfNoExpertIsRemoved() throws IOException {
        KeptModel before = trained("{steps: 14}");
        List<KeptTask> tasks = using(before, List.of(0.1, 0.2, 0.3, 0.4));

        KeptTask kept =
                pruned(before, tasks, 0, TaskExamples.NONE).model().tasks().getFirst();

        assertThat(kept.scores()).isEqualTo(tasks.getFirst().scores());
        assertThat(kept.routing()).isEqualTo(tasks.getFirst().routing());
        PrunedModel fewer = pruned(before, tasks, 0.15, TaskExamples.NONE);
        assertThat(fewer.model().tasks().getFirst().scores()).isEmpty();
    }

    /** The share of a private expert moves to the expert's new index. */
    @Test
    void privateExpertsAreKeptWithTheirTasks() throws IOException {
        KeptModel before = trained("{method: private-expert-moe}");
        List<KeptTask> tasks = IntStream.of(KEPT).mapToObj(before.tasks()::get).toList();

        KeptModel after = pruned(before, tasks, 0.9, TaskExamples.NONE).model();

        assertThat(after.tasks().get(0).routing()).isEqualTo(Map.of(LAYER, List.of(1.0, 0.0)));
        assertThat(after.tasks().get(1).routing()).isEqualTo(Map.of(LAYER, List.of(0.0, 1.0)));
        assertThat(after.tasks().get(0).scores()).isEqualTo(tasks.get(0).scores());
    }

    /** A model is pruned with other examples of the same number, then with its own examples. */
    @Test
    void theMajorityIsThatOfTheMeasuredExamples() throws IOException {
        KeptModel before = trained("{steps: 14}");
        TaskData own = data("seen-b");
        TaskData others = new TaskData(
                own.task(),
                own.train(),
                own.dev(),
                own.test().collect(example -> new Example(example.text(), example.pair(), 0)));
        KeptModel once = pruned(
                        before, List.of(before.tasks().get(1)), 0, new TaskExamples("others", Map.of("seen-b", others)))
                .model();
        assertThat(once.tasks().getFirst().majority(Split.TEST)).isEqualTo(1);

        KeptModel twice = pruned(once, once.tasks(), 0, new TaskExamples("tiny words", Map.of("seen-b", own)))
                .model();

        assertThat(twice.tasks().getFirst().majority(Split.TEST)).isEqualTo(own.baseline(Split.TEST));
        assertThat(twice.config().history())
                .extracting(HistoryEntry::data)
                .containsExactly("tiny words", "others", "tiny words");
    }

    @Test
    void aModelWithoutRoutingNeedsData() throws IOException {
        KeptModel before = trained("{steps: 14}");
        KeptTask task = before.tasks().getFirst();
        KeptTask unknown = task.with(task.examples(), task.scores(), task.baselines(), Map.of());

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> pruned(before, List.of(unknown), 0, TaskExamples.NONE))
                .withMessage(
                        "task seen-a: the model does not have the use of its experts: give the task's data (--data)");
        assertThat(pruned(before, List.of(unknown), 0, new TaskExamples("tiny", Map.of("seen-a", data("seen-a"))))
                        .model()
                        .tasks())
                .hasSize(1);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> pruned(before, List.of(), 0, TaskExamples.NONE))
                .withMessage("no tasks to keep: expected at least one");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> pruned(before, List.of(task), Double.NaN, TaskExamples.NONE))
                .withMessage("threshold NaN: expected 0 to 1");
    }
}
