package panamoe.trainer.product.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Safetensors;
import panamoe.tensor.Tensor;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.FrozenEncoder;
import panamoe.trainer.encoder.TokenIds;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.learner.training.Diverged;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.product.TinyModel;
import panamoe.trainer.product.folder.HistoryEntry;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelFolder;

class ModelTrainingTest {

    @TempDir
    private Path temporary;

    private Backend backend;

    @BeforeEach
    void openBackend() {
        backend = Backends.create("scalar", 1);
    }

    @AfterEach
    void closeBackend() {
        backend.close();
    }

    /** Ends a training before a step: with Ctrl-C's exception, or with one that stands for a power cut. */
    private static TrainingListener endingBefore(int step, RuntimeException end) {
        return new TrainingListener() {
            private int done;

            @Override
            public void step() {
                if (++done == step) {
                    throw end;
                }
            }
        };
    }

    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Compares the files of two models. None of them has a time. */
    private static void assertSameFiles(Path expected, Path actual) throws IOException {
        List<String> names = List.of(
                "model.safetensors",
                "tasks.json",
                "config.json",
                "SHA256SUMS",
                "vocab.txt",
                "settings.yaml",
                "losses.csv",
                "evaluations.jsonl");
        for (String name : names) {
            assertThat(actual.resolve(name)).as(name).hasSameBinaryContentAs(expected.resolve(name));
        }
    }

    /** Some methods have a state other than the weights: a balancing bias, GradNorm's weights, learned variances. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{method: task-gate-moe}",
                "{method: task-gate-moe, model: {moe: {gate: {start: relatedness}}}}",
                "{method: dense-gradnorm}",
                "{method: random-gate-moe}",
                "{method: hash-gate-moe}",
                "{method: dense-uncertainty}",
                "{method: shared-gate-moe, model: {moe: {selection: {bias-rate: 0.01}}}, training: {tasks-per-batch: 3}}"
            })
    void aTrainingThatWasStoppedAtAnyMomentEndsWithTheSameBits(String yaml) throws IOException {
        TrainSettings settings = TinyModel.settings(yaml);
        Path whole = temporary.resolve("whole");
        TinyModel.train(settings, backend, whole);
        for (int step : new int[] {1, 2, 7, 11, 20}) {
            Path cut = temporary.resolve("cut" + step);
            RuntimeException end = step % 2 == 0 ? new Progress.Stopped() : new PowerCut();
            assertThatExceptionOfType(end.getClass())
                    .isThrownBy(() -> TinyModel.train(settings, backend, cut, false, endingBefore(step, end)));
            assertThat(cut).doesNotExist();

            TinyModel.train(settings, backend, cut, true, () -> {});

            assertSameFiles(whole, cut);
        }
        assertThat(whole).isDirectoryContaining("glob:**/model.safetensors").isDirectoryNotContaining("glob:**/state*");
    }

    /** The files have steps after the last state, and an incomplete line. */
    @Test
    void stepsAfterTheLastStateAreDoneAgain() throws IOException {
        TrainSettings settings = TinyModel.settings("{}");
        Path whole = temporary.resolve("whole");
        TinyModel.train(settings, backend, whole);
        Path cut = temporary.resolve("cut");
        assertThatExceptionOfType(PowerCut.class)
                .isThrownBy(() -> TinyModel.train(settings, backend, cut, false, endingBefore(9, new PowerCut())));
        Path part = temporary.resolve("cut.part");
        assertThat(part.resolve("losses.csv")).content().contains("\n5,").doesNotContain("\n6,");
        Files.writeString(part.resolve("losses.csv"), "6,seen-a,0.5\n7,se", StandardOpenOption.APPEND);
        Files.writeString(part.resolve("evaluations.jsonl"), "{\"step\": 1", StandardOpenOption.APPEND);
        Files.writeString(part.resolve("state.safetensors.tmp"), "half");

        TinyModel.train(settings, backend, cut, true, () -> {});

        assertSameFiles(whole, cut);
    }

    /** A training with evaluations and a best model is interrupted, and one of its files is damaged. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state.safetensors | cut     | the tensors take
            state.safetensors | garbage | state.safetensors
            state.safetensors | gone    | state.safetensors is missing
            state.safetensors | nan     | state.safetensors is not what was written
            best-10.safetensors | cut   | best-10.safetensors is not what was written
            best-10.safetensors | other | best-10.safetensors is not what was written
            best-10.safetensors | gone  | no such file
            state.safetensors | step    | state.safetensors is not what was written
            evaluations.jsonl | gone    | evaluations.jsonl has evaluations of steps []: expected [5, 10]
            evaluations.jsonl | twice   | evaluations.jsonl has evaluations of steps [5, 10, 5, 10]: expected [5, 10]
            evaluations.jsonl | null    | evaluations.jsonl, line 3, is no evaluation
            evaluations.jsonl | empty   | evaluations.jsonl, line 3, is no evaluation
            losses.csv        | cut     | steps: expected 10
            losses.csv        | garbage | cannot be resumed
            losses.csv        | null    | losses.csv is damaged
            losses.csv        | word   | losses.csv, line
            losses.csv        | digit   | losses.csv or evaluations.jsonl is not what was written
            evaluations.jsonl | digit   | losses.csv or evaluations.jsonl is not what was written
            losses.csv        | folder  | losses.csv: is a folder
            evaluations.jsonl | folder  | evaluations.jsonl: is a folder
            """)
    void aDamagedStateIsRefusedBeforeAnyStep(String name, String damage, String message) throws IOException {
        TrainSettings settings = TinyModel.settings("{}");
        Path cut = temporary.resolve("cut");
        assertThatExceptionOfType(PowerCut.class)
                .isThrownBy(() -> TinyModel.train(settings, backend, cut, false, endingBefore(13, new PowerCut())));
        Path file = temporary.resolve("cut.part").resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        switch (damage) {
            case "cut" -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case "other" -> Files.copy(bestOfAnotherSeed(), file, StandardCopyOption.REPLACE_EXISTING);
            case "nan" -> writeState(file, "firstMoment", Float.NaN);
            case "step" -> writeState(file, "values", 0.125f);
            case "null" -> Files.writeString(file, "null\n", StandardOpenOption.APPEND);
            case "empty" -> Files.writeString(file, "{}\n", StandardOpenOption.APPEND);
            case "word" -> Files.writeString(file, "11,seen-a,much\n", StandardOpenOption.APPEND);
            case "digit" -> {
                byte[] changed = bytes.clone();
                int digit = new String(bytes, StandardCharsets.UTF_8).indexOf('.') + 2;
                changed[digit] = (byte) (changed[digit] == '5' ? '6' : '5');
                Files.write(file, changed);
            }
            case "twice" -> Files.write(file, bytes, StandardOpenOption.APPEND);
            case "folder" -> {
                Files.delete(file);
                Files.createDirectory(file);
            }
            case "garbage" -> Files.write(file, new byte[] {(byte) 0xFF, (byte) 0xFE, '\n', 7, 8, 9, 10, 11, 12, 13});
            default -> Files.delete(file);
        }

        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TinyModel.train(settings, backend, cut, true, () -> {
                    throw new AssertionError("a step was begun");
                }))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    /** A refused training is not changed, and continues when the fault is corrected. */
    @Test
    void aRefusedTrainingIsNotChanged() throws IOException {
        TrainSettings settings = TinyModel.settings("{}");
        Path whole = temporary.resolve("whole");
        TinyModel.train(settings, backend, whole);
        Path cut = temporary.resolve("cut");
        Path part = temporary.resolve("cut.part");
        assertThatExceptionOfType(PowerCut.class)
                .isThrownBy(() -> TinyModel.train(settings, backend, cut, false, endingBefore(7, new PowerCut())));
        byte[] older = Files.readAllBytes(part.resolve("state.safetensors"));
        assertThatExceptionOfType(PowerCut.class)
                .isThrownBy(() -> TinyModel.train(settings, backend, cut, true, endingBefore(7, new PowerCut())));
        byte[] newer = Files.readAllBytes(part.resolve("state.safetensors"));
        assertThat(newer).isNotEqualTo(older);
        Files.write(part.resolve("state.safetensors"), older);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TinyModel.train(settings, backend, cut, true, () -> {}))
                .withMessageContaining("best-5.safetensors: no such file");

        Files.write(part.resolve("state.safetensors"), newer);
        Path settingsFile = part.resolve("settings.yaml");
        String text = Files.readString(settingsFile);
        Files.delete(settingsFile);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TinyModel.train(settings, backend, cut, true, () -> {}))
                .withMessageContaining("has a training without its settings.yaml");
        Files.writeString(settingsFile, text);
        TinyModel.train(settings, backend, cut, true, () -> {});
        assertSameFiles(whole, cut);
    }

    /** A best model with the same names and shapes. */
    private Path bestOfAnotherSeed() {
        Path other = temporary.resolve("other");
        assertThatExceptionOfType(PowerCut.class)
                .isThrownBy(() -> TinyModel.train(
                        TinyModel.settings("{seed: 2}"), backend, other, false, endingBefore(13, new PowerCut())));
        try (Stream<Path> files = Files.list(temporary.resolve("other.part"))) {
            return files.filter(each -> each.getFileName().toString().startsWith("best-"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void writeState(Path state, String name, float value) throws IOException {
        Safetensors stored = Safetensors.read(state);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String each : stored.entries().keySet()) {
            tensors.put(each, stored.load(each, backend));
        }
        Tensor changed = tensors.get(name);
        float[] values = backend.readFloats(changed);
        values[values.length / 2] = value;
        backend.write(changed, values);
        Safetensors.write(state, tensors, backend, stored.metadata());
    }

    @Test
    void theBestModelIsKeptAndTheLastOneWithinIt() throws IOException {
        TrainedModel model =
                TinyModel.train(TinyModel.settings("{steps: 40, evaluations: 20}"), backend, temporary.resolve("m"));

        double best = model.evaluations().stream()
                .mapToDouble(DevEvaluation::mean)
                .max()
                .orElseThrow();
        DevEvaluation kept = model.evaluations().stream()
                .filter(evaluation -> evaluation.step() == model.bestStep())
                .findFirst()
                .orElseThrow();
        assertThat(kept.mean()).isEqualTo(best);
        assertThat(model.kept().tasks())
                .allSatisfy(task -> assertThat(task.scores().get("dev"))
                        .isEqualTo(kept.metrics().get(task.name())));
        assertThat(Files.exists(model.folder().resolve(ModelTraining.LAST))).isEqualTo(model.bestStep() != 40);
    }

    /** A rate this high makes the last model worse than an earlier one. */
    @Test
    void modelsHaveTheirHistoryAndMeanFeatures() throws IOException {
        TrainSettings settings =
                TinyModel.settings("{steps: 60, evaluations: 6, training: {rates: {trunk: 0.05, experts: 0.05}}}");
        Path folder =
                TinyModel.train(settings, backend, temporary.resolve("model")).folder();
        KeptModel best = ModelFolder.read(folder, backend);
        KeptModel last = ModelFolder.read(folder.resolve(ModelTraining.LAST), backend);

        List<String> names = best.tasks().stream().map(KeptTask::name).toList();
        assertThat(last.config().history())
                .containsExactly(HistoryEntry.learned(HistoryEntry.Event.TRAINED, names, "tiny words", 60, 1));
        assertThat(best.config().history()).singleElement().satisfies(trained -> {
            assertThat(trained.steps()).isPositive().isLessThan(60);
            assertThat(trained.tasks()).isEqualTo(names);
        });
        FrozenEncoder frozen = new FrozenEncoder(backend, TinyWorld.pretrained().weights(), 1);
        for (KeptTask task : best.tasks()) {
            List<TokenIds> texts = TinyModel.SLOTS
                    .get(task.slot())
                    .train()
                    .collect(text -> TinyWorld.pretrained().tokenizer().encode(text, 12))
                    .castToList();
            double first = frozen.features(texts).stream()
                    .mapToDouble(rows -> IntStream.range(0, rows.length)
                            .filter(i -> i % 16 == 0)
                            .mapToDouble(i -> rows[i])
                            .average()
                            .orElseThrow())
                    .average()
                    .orElseThrow();
            assertThat(task.features()).hasSize(16);
            assertThat(task.features().getFirst()).isCloseTo(first, within(1e-5 * Math.abs(first)));
        }
        assertThat(last.tasks())
                .extracting(KeptTask::features)
                .isEqualTo(best.tasks().stream().map(KeptTask::features).toList());
    }

    @Test
    void aFolderBelongsToOneTraining() throws IOException {
        TrainSettings settings = TinyModel.settings("{}");
        Path out = temporary.resolve("model");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TrainingFolder.open(out, settings, true))
                .withMessage("no training of " + out + " was begun: leave out --resume");
        try (TrainingFolder folder = TrainingFolder.open(out, settings, false)) {
            assertThatExceptionOfType(UserError.class)
                    .isThrownBy(() -> TrainingFolder.open(out, settings, true))
                    .withMessageContaining("is in use by another training");
            assertThat(folder.path()).isEqualTo(temporary.resolve("model.part"));
        }
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TrainingFolder.open(out, settings, false))
                .withMessageContaining("add --resume to continue it, or remove that folder");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TrainingFolder.open(out, TinyModel.settings("{seed: 2}"), true))
                .withMessageContaining("was begun with other settings (seed)");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TrainingFolder.open(out, TinyModel.settings("{training: {ca-grad: {c: 0}}}"), true))
                .withMessageContaining("was begun with other settings (training)");
        Path kept = temporary.resolve("model.part/settings.yaml");
        String text = Files.readString(kept);
        Files.writeString(kept, text.replace("  ca-grad:\n    c: 0.4\n", ""));
        assertThat(kept)
                .as("a training from before this setting existed")
                .content()
                .isNotEqualTo(text);
        TinyModel.train(settings, backend, out, true, () -> {});
        assertThat(out).isDirectoryNotContaining("glob:**/best-*").isDirectoryNotContaining("glob:**/.lock");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TrainingFolder.open(out, settings, false))
                .withMessage(out + " exists: choose another --out");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TrainingFolder.open(out, settings, true))
                .withMessage(out + " exists and is finished: there is nothing to resume");
    }

    @Test
    void linksAndFilesOfOthersAreRefusedBeforeTheTraining() throws IOException {
        TrainSettings settings = TinyModel.settings("{}");
        Path nowhere = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("nowhere"));
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TrainingFolder.open(nowhere, settings, false))
                .withMessage(nowhere + " exists: choose another --out");
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Path part = Files.createSymbolicLink(temporary.resolve("a.part"), elsewhere);
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TrainingFolder.open(temporary.resolve("a"), settings, false))
                .withMessageStartingWith(part + " is a link: ");
        Path notes = Files.createDirectory(temporary.resolve("b.part")).resolve("notes.txt");
        Files.writeString(notes, "mine");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TrainingFolder.open(temporary.resolve("b"), settings, false))
                .withMessageContaining("b.part has notes.txt, which is not of a training: ");
        assertThat(notes).content().isEqualTo("mine");
    }

    @Test
    void aTrainingThatIsRefusedLeavesNoFolder() {
        Path out = temporary.resolve("model");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TinyModel.train(TinyModel.settings("{steps: 3}"), backend, out))
                .withMessageStartingWith("3 steps for 7 tasks: ");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> TinyModel.train(TinyModel.settings("{model: {max-tokens: 13}}"), backend, out))
                .withMessage("model.max-tokens 13: the encoder takes at most 12: give that or less");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aLossThatIsNotFiniteEndsItWithTheLastGoodState() throws IOException {
        TrainSettings settings = TinyModel.settings(
                "{steps: 400, evaluations: 40, training: {rates: {trunk: 1.0E30, experts: 1.0E30, heads: 1.0E30, gates: 1.0E30}, warm-up: 0.9}}");
        Path out = temporary.resolve("model");

        assertThatExceptionOfType(Diverged.class)
                .isThrownBy(() -> TinyModel.train(settings, backend, out))
                .withMessageStartingWith("diverged at step ");

        assertThat(out).doesNotExist();
    }
}
