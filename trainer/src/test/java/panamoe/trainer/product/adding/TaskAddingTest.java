package panamoe.trainer.product.adding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.moe.TaskGate;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.trainer.learner.TrainedPart;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.product.TinyModel;
import panamoe.trainer.product.TinyTexts;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelFolder;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;

class TaskAddingTest {

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
        return trained(settings, "model");
    }

    private KeptModel trained(String settings, String name) throws IOException {
        return TinyModel.train(TinyModel.settings(settings), backend, temporary.resolve(name))
                .kept();
    }

    /** Which of five words does the text begin with? More labels than any task before. */
    private static TaskData wider() {
        ImmutableList<String> labels =
                Lists.immutable.fromStream(IntStream.range(0, 5).mapToObj(i -> "word" + i));
        Task task = new Task("wider", "tiny", labels, false, "Which word does the text begin with?");
        return new TaskData(task, examples(1, 40), examples(2, 30), examples(3, 30));
    }

    private static ImmutableList<Example> examples(int stream, int count) {
        Rng rng = new Rng(5).derive(stream);
        return Lists.immutable.fromStream(IntStream.range(0, count).mapToObj(i -> {
            int label = rng.below(5, 0, i);
            return new Example((16 + label) + " " + rng.below(24, 1, i) + " " + rng.below(24, 2, i), null, label);
        }));
    }

    private static final AddTaskSettings GATE = AddTaskSettings.of(AddTaskSettings.AUTO, TrainedPart.GATE, 40, 1);

    /** The logits of the tiny texts in each task, for its own labels. */
    private List<float[]> logits(KeptModel model, List<KeptTask> tasks) {
        return TinyTexts.logits(model, tasks, backend);
    }

    private float[] pooled(KeptModel model, String name) {
        KeptTask task = model.tasks().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return backend.readFloats(
                TinyTexts.output(model, task, backend).pooled().value());
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
                "{method: task-gate-moe, model: {moe: {shared-expert: true, expert-width: 0.5}}}",
                "{method: task-gate-moe, model: {moe: {shared-expert: true, selection: {k: 2, weighting: renormalized, bias-rate: 0.01}}}}"
            })
    void theOtherTasksAnswerAsBeforeToTheBit(String settings) throws IOException {
        KeptModel before = trained(settings);
        List<float[]> expected = logits(before, before.tasks());

        AddedTask added = TaskAdding.add(before, wider(), "tiny", GATE, backend, Progress.NONE);

        List<float[]> actual = logits(added.model(), before.tasks());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).isEqualTo(expected.get(i));
        }
        assertThat(logits(before, before.tasks()))
                .as("the model before the task was added")
                .usingRecursiveComparison()
                .isEqualTo(expected);
        assertThat(added.model().tasks().getLast().name()).isEqualTo("wider");
        Path folder = temporary.resolve("added");
        ModelFolder.write(added.model(), folder);
        KeptModel read = ModelFolder.read(folder, backend);
        assertThat(logits(read, read.tasks()))
                .usingRecursiveComparison()
                .isEqualTo(logits(added.model(), added.model().tasks()));
    }

    @Test
    void aFewStepsTeachTheNewTask() throws IOException {
        KeptModel before = trained("{steps: 60}");
        AddTaskSettings all = new AddTaskSettings("seen-b", TrainedPart.ALL, 150, 16, 0.01, 0.002, 1);
        AddedTask added = TaskAdding.add(before, wider(), "tiny", all, backend, Progress.NONE);

        assertThat(added.task().score(Split.TEST)).isGreaterThan(0.6); // chance: 0.2
        assertThat(added.start().text()).isEqualTo("its gates begin as those of seen-b");
        assertThat(logits(added.model(), before.tasks()))
                .as("the whole model was trained")
                .usingRecursiveComparison()
                .isNotEqualTo(logits(before, before.tasks()));
    }

    @Test
    void theMostRelatedTaskIsFirst() throws IOException {
        KeptModel before = trained("{steps: 60}");

        AddedTask added = TaskAdding.add(before, wider(), "tiny", GATE, backend, Progress.NONE);

        assertThat(added.ranking()).hasSize(7).isSortedAccordingTo((a, b) -> Double.compare(a.place(), b.place()));
        assertThat(added.start())
                .isEqualTo(new TaskStart.Related(added.ranking().getFirst().task()));
        assertThat(added.ranking()).allSatisfy(each -> {
            assertThat(each.routing()).isBetween(0.0, 1.0);
            assertThat(each.features()).isBetween(-1.0, 1.0);
        });
        HistoryEntry last = added.model().config().history().getLast();
        assertThat(last.event()).isEqualTo(HistoryEntry.Event.TASK_ADDED);
        assertThat(last.tasks()).containsExactly("wider");
    }

    /** Before training, the model computes the same for a text in the new task and in the related task. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{method: task-gate-moe}",
                "{method: private-expert-moe}",
                "{method: cgc-moe, model: {moe: {gate: {private-experts: 2, shared-experts: 2}}}}"
            })
    void theNewTaskStartsLikeTheRelatedTask(String settings) throws IOException {
        KeptModel grown = ModelGrowth.grow(
                trained(settings),
                wider().task(),
                HistoryEntry.learned(HistoryEntry.Event.TASK_ADDED, List.of("wider"), "tiny", 1, 1),
                backend);

        TaskStart.set(grown, Optional.of("seen-b"), backend);

        assertThat(pooled(grown, "wider")).isEqualTo(pooled(grown, "seen-b")).isNotEqualTo(pooled(grown, "seen-a"));
    }

    @Test
    void withoutARelatedTaskGatesStartAtTheLeastUsedExperts() throws IOException {
        AddTaskSettings none = AddTaskSettings.of(AddTaskSettings.NONE, TrainedPart.HEAD, 1, 1);
        KeptModel before = trained("{steps: 20}");

        assertThat(TaskAdding.add(before, wider(), "tiny", none, backend, Progress.NONE)
                        .start())
                .isEqualTo(new TaskStart.LeastUsed());
    }

    /** A blend is trained for one step of the head alone, so that the gates stay as they began. */
    @Test
    void aBlendIsTheMeanOfTheOtherTasksGates() throws IOException {
        AddTaskSettings blend = AddTaskSettings.of(AddTaskSettings.BLEND, TrainedPart.HEAD, 1, 1);
        KeptModel before = trained("{steps: 20}");

        AddedTask added = TaskAdding.add(before, wider(), "tiny", blend, backend, Progress.NONE);

        assertThat(added.start()).isInstanceOf(TaskStart.Blend.class);
        TaskGate known = (TaskGate) before.network().taskGates().getFirst();
        double[] others = backend.readDoubles(known.bias().value());
        TaskGate grown = (TaskGate) added.model().network().taskGates().getFirst();
        int slot = added.task().slot();
        double[] own = backend.readDoubles(grown.bias().value().rowSlice(slot, slot + 1));
        for (int e = 0; e < own.length; e++) {
            int expert = e;
            double[] ofExpert = before.tasks().stream()
                    .mapToDouble(task -> others[task.slot() * own.length + expert])
                    .toArray();
            assertThat(own[e])
                    .isBetween(
                            DoubleStream.of(ofExpert).min().orElseThrow(),
                            DoubleStream.of(ofExpert).max().orElseThrow());
        }
    }

    @Test
    void settingsThatDoNotFitAreRefused() throws IOException {
        KeptModel shared = trained("{method: shared-gate-moe}");
        assertRefused(shared, wider(), "seen-a", "the tasks of this model have no gates of their own: leave it out");
        KeptModel own = trained("{method: private-expert-moe}", "private");
        assertRefused(
                own,
                wider(),
                "none",
                "related none: in private-expert-moe the new task's experts start as a copy of another task's: expected auto or one of");
        TaskData two = new TaskData(wider().task(), examples(1, 2), examples(2, 30), examples(3, 30));
        String tooFew =
                "related auto compares tasks by at least 3 training examples, and wider has 2: name a related task";
        assertRefused(trained("{method: task-gate-moe}", "gates"), two, "auto", tooFew + ", or none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskAdding.requireFits(own, two, GATE))
                .withMessage(tooFew);
        assertRefused(
                shared, wider(), "seen", "related \"seen\": expected auto, blend, none or one of the model's tasks");
        assertRefused(
                own,
                wider(),
                "blend",
                "related blend: private-expert-moe has experts per task, which cannot be blended: expected auto or one of");
        assertRefused(shared, wider(), "blend", "related blend: shared-gate-moe has no gate per task: expected auto");
        assertRefused(
                shared, TinyModel.SLOTS.get(0), "auto", "the model has a task seen-a: give the new one another name");
    }

    private void assertRefused(KeptModel model, TaskData data, String related, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> TaskAdding.add(
                        model,
                        data,
                        "tiny",
                        AddTaskSettings.of(related, TrainedPart.GATE, 10, 1),
                        backend,
                        Progress.NONE))
                .withMessageContaining(message);
    }
}
