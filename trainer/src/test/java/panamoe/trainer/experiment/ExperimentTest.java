package panamoe.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.FolderLock;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.Unit;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitListener;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.Prediction;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.product.folder.ModelFolder;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.TaskData;

class ExperimentTest {

    private static final Environment ENVIRONMENT = new Environment("jdk", "cpu", 1, 0, "scalar", "unknown");

    @TempDir
    private Path temporary;

    private final Backend backend = Backends.create("scalar", 1);

    @AfterEach
    void closeBackend() {
        backend.close();
    }

    private Experiment open(RunSettings settings, boolean resume) throws IOException {
        RunFolder folder = RunFolder.open(temporary.resolve("run"), settings, resume);
        return Experiment.open(
                settings,
                new TinyWorld.TinySuite(),
                new SharedEncoder(TinyWorld::pretrained, backend),
                ENVIRONMENT,
                folder);
    }

    @Test
    void aFinishedRunHasItsSettingsAndResultsAndNoUnitsLeft() throws IOException {
        RunSettings settings =
                TinyWorld.settings("{protocols: [low-resource-transfer], methods: [dense-mtl, task-gate-moe]}", 1);
        Experiment experiment = open(settings, false);
        assertThat(experiment.left()).isEqualTo(experiment.plan());
        assertThat(experiment.plan().units()).as("two methods at two sizes").hasSize(4);

        experiment.run(TinyWorld.NO_LISTENER);

        assertThat(experiment.left().units()).isEmpty();
        Path folder = experiment.folder().path();
        assertThat(folder.resolve("settings.yaml")).hasContent(SettingsReader.text(settings));
        assertThat(folder.resolve("runs.jsonl")).content().hasLineCount(4);
        Results results = experiment.results();
        assertThat(folder.resolve("results.json")).content().isEqualTo(ResultsJson.toJson(results));
        assertThat(results.run().settings()).isEqualTo(SettingsReader.toMap(settings));
        assertThat(open(settings, true).left().units()).isEmpty();
    }

    @Test
    void theResultsSayThatUnitsRanOnVectorsOfDifferentWidths() throws IOException {
        RunSettings settings = TinyWorld.settings("{protocols: [low-resource-transfer], methods: [dense-mtl]}", 1);
        Experiment experiment = open(settings, false);
        experiment.run(TinyWorld.NO_LISTENER);
        assertThat(experiment.results().notes()).noneMatch(note -> note.contains("vectors"));

        Path file = experiment.folder().path().resolve("runs.jsonl");
        Files.writeString(file, Files.readString(file).replaceFirst("\"vectorBits\":0", "\"vectorBits\":256"));

        assertThat(open(settings, true).results().notes())
                .contains("The units ran on vectors of different widths (0, 256 bits; 0 bits: plain loops), which round"
                        + " sums differently. Differences between scores include this rounding.");
    }

    /** A listener that stops the run at the first step of the second unit. */
    private static UnitListener stoppingAfterOne() {
        return new UnitListener() {
            private int begun;

            @Override
            public void begins(UnitKey unit) {
                begun++;
            }

            @Override
            public void step() {
                if (begun > 1) {
                    throw new Progress.Stopped();
                }
            }
        };
    }

    /** The checkpoint unchanged, without its last byte, and with one changed bit in the weights. */
    @ParameterizedTest
    @CsvSource({"whole", "cut", "changed"})
    void aBaseModelWithADamagedCheckpointIsTrainedAgain(String state) throws IOException {
        RunSettings settings =
                TinyWorld.settings("{protocols: [unrelated-task-robustness], methods: [task-gate-moe]}", 1);
        Experiment begun = open(settings, false);
        assertThatExceptionOfType(Progress.Stopped.class).isThrownBy(() -> begun.run(stoppingAfterOne()));
        Path kept = begun.folder().checkpoints().resolve("base-task-gate-moe-seed1.safetensors");
        byte[] bytes = Files.readAllBytes(kept);
        byte[] damaged = state.equals("cut") ? Arrays.copyOf(bytes, bytes.length - 1) : bytes.clone();
        damaged[damaged.length - 5] ^= (byte) (state.equals("changed") ? 1 : 0);
        Files.write(kept, damaged);

        Experiment again = open(settings, true);
        boolean trains = again.left().units().stream()
                .anyMatch(unit -> unit.key().protocol().equals("base-model"));
        again.run(TinyWorld.NO_LISTENER);

        assertThat(trains).isEqualTo(!state.equals("whole"));
        assertThat(again.folder().checkpoints())
                .as("no unit needs a checkpoint any more")
                .isEmptyDirectory();
        RunFolder other = RunFolder.open(temporary.resolve("at once"), settings, false);
        Experiment atOnce = Experiment.open(
                settings,
                new TinyWorld.TinySuite(),
                new SharedEncoder(TinyWorld::pretrained, backend),
                ENVIRONMENT,
                other);
        atOnce.run(TinyWorld.NO_LISTENER);
        for (Unit unit : again.plan().units()) {
            assertThat(again.folder().finished().get(unit.key()).orElseThrow().took(0))
                    .isEqualTo(other.finished().get(unit.key()).orElseThrow().took(0));
        }
    }

    @Test
    void aSecondRunInTheSameFolderIsRefused() throws IOException {
        Experiment experiment = open(TinyWorld.settings(1), false);
        try (FolderLock other = experiment.folder().lock()) {
            assertThatExceptionOfType(UserError.class)
                    .isThrownBy(() -> experiment.run(TinyWorld.NO_LISTENER))
                    .withMessage(experiment.folder().path()
                            + " is in use by another run: wait for it to end, or choose another --out");
        }
        assertThat(experiment.folder().finished().size()).isZero();
    }

    /** The kept models have the accuracy that their units measured: one model of the mixture, and one model per target of single-task. */
    @Test
    void keptModelsHaveTheMeasuredScores() throws IOException {
        RunSettings settings = TinyWorld.settings(
                "{protocols: [low-resource-transfer], methods: [single-task, task-gate-moe], low-resource: {sizes: [16]}}",
                1);
        Experiment experiment = open(settings, false).keepingModels();
        experiment.run(TinyWorld.NO_LISTENER);

        Path models = experiment.folder().path().resolve("models").resolve("low-resource-transfer");
        assertScore(experiment, models.resolve("task-gate-moe-seed1-size-16"), "task-gate-moe", "low");
        assertScore(experiment, models.resolve("single-task-seed1-size-16").resolve("low"), "single-task", "low");
        assertThat(open(settings, true).doneWithoutModels()).isZero();
    }

    /** Unrelated tasks that are added afterwards have their own history entry. Tasks that are trained together share one. */
    @Test
    void aKeptModelHasItsHistory() throws IOException {
        RunSettings settings = TinyWorld.settings("{protocols: [unrelated-task-robustness], methods: [dense-mtl]}", 1);
        Experiment experiment = open(settings, false).keepingModels();
        experiment.run(TinyWorld.NO_LISTENER);

        Path models = experiment.folder().path().resolve("models");
        List<HistoryEntry> base = history(models.resolve("base-model/dense-mtl-seed1-all"));
        List<HistoryEntry> sequential = history(models.resolve("unrelated-task-robustness/dense-mtl-seed1-sequential"));
        List<HistoryEntry> joint = history(models.resolve("unrelated-task-robustness/dense-mtl-seed1-joint"));

        assertThat(base).singleElement().satisfies(trained -> {
            assertThat(trained.event()).isEqualTo(HistoryEntry.Event.TRAINED);
            assertThat(trained.tasks()).contains("seen-a", "seen-b").doesNotContain("other-a");
            assertThat(trained.steps()).isEqualTo(steps(experiment, "base-model", "all"));
            assertThat(trained.data()).isEqualTo(settings.data());
            assertThat(trained.seed()).isEqualTo(1);
        });
        assertThat(sequential).hasSize(2).startsWith(base.getFirst());
        assertThat(sequential.getLast().event()).isEqualTo(HistoryEntry.Event.TASK_ADDED);
        assertThat(sequential.getLast().tasks()).isEqualTo(unrelated());
        assertThat(sequential.getLast().steps())
                .isEqualTo(steps(experiment, "unrelated-task-robustness", "sequential"));
        assertThat(joint).singleElement().satisfies(trained -> {
            assertThat(trained.event()).isEqualTo(HistoryEntry.Event.TRAINED);
            assertThat(trained.tasks()).containsAll(base.getFirst().tasks()).containsAll(unrelated());
        });
    }

    private static List<String> unrelated() {
        return new TinyWorld.TinySuite()
                .unrelated()
                .collect(data -> data.task().name())
                .castToList();
    }

    private static int steps(Experiment experiment, String protocol, String variant) {
        return experiment.plan().units().stream()
                .filter(unit -> unit.key().equals(new UnitKey(protocol, "dense-mtl", 1, variant)))
                .mapToInt(Unit::steps)
                .sum();
    }

    private List<HistoryEntry> history(Path folder) {
        return ModelFolder.read(folder, backend).config().history();
    }

    @Test
    void unitsWithoutKeptModelsAreCounted() throws IOException {
        RunSettings settings = TinyWorld.settings("{protocols: [low-resource-transfer], methods: [dense-mtl]}", 1);
        Experiment experiment = open(settings, false);
        assertThat(experiment.doneWithoutModels()).isZero();
        experiment.run(TinyWorld.NO_LISTENER);

        assertThat(open(settings, true).doneWithoutModels())
                .isEqualTo(experiment.plan().units().size());
    }

    private void assertScore(Experiment experiment, Path folder, String method, String task) {
        UnitResult unit = experiment
                .folder()
                .finished()
                .get(new UnitKey("low-resource-transfer", method, 1, "size 16"))
                .orElseThrow();
        TaskData data = new TinyWorld.TinySuite().task(task);
        List<Example> examples = data.test().take(20).castToList();
        try (MultiTaskClassifier model = MultiTaskClassifier.load(folder, backend)) {
            List<Prediction> answers =
                    model.predict(task, examples.stream().map(Example::text).toList());
            long right = IntStream.range(0, examples.size())
                    .filter(i -> ((Prediction.Label) answers.get(i))
                            .label()
                            .equals(data.task().labels().get(examples.get(i).label())))
                    .count();
            assertThat(right / (double) examples.size()).isEqualTo(unit.score(task));
        }
    }

    @Test
    void aStoredResultThatLacksATaskIsRefusedBeforeTraining() throws IOException {
        RunSettings settings = TinyWorld.settings("{protocols: [low-resource-transfer], methods: [dense-mtl]}", 1);
        Experiment experiment = open(settings, false);
        UnitKey key = experiment.plan().units().getFirst().key();
        UnitResult.Score one = UnitResult.Score.of("new-a", 0.5, Map.of());
        experiment.folder().append(UnitResult.of(key, List.of(one), List.of(), List.of(), List.of()));

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> open(settings, true))
                .withMessage("the kept result of " + key
                        + " has no score of task low: expected one; remove its row, and the unit is done again");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            low-resource: {targets: [lowly]} | low-resource.targets: "lowly" is not a related task of tiny
            base: {least-share: 0.99, low-resource-rows: 99} | least-share on tiny: a share of 0.99 of the steps for each of 3 tasks
            model: {last-layer: 2, moe: {layers: [2]}} | trained layers 0-2: the encoder has the layers 0-1
            model: {max-tokens: 5000} | model.max-tokens 5000: the encoder takes at most
            """)
    void aRunWithInvalidSettingsIsRefusedAndLeavesNoFolder(String yaml, String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> open(TinyWorld.settings(yaml, 1), false))
                .withMessageStartingWith(message);
        assertThat(temporary.resolve("run")).doesNotExist();
    }
}
