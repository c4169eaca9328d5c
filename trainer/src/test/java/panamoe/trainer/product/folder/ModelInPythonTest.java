package panamoe.trainer.product.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.encoder.EncoderSource;
import panamoe.trainer.encoder.huggingface.HuggingFaceFolder;
import panamoe.trainer.encoder.huggingface.TinyFolder;
import panamoe.trainer.product.MultiTaskClassifier;
import panamoe.trainer.product.OwnEncoder;
import panamoe.trainer.product.Prediction;
import panamoe.trainer.product.TinyModel;
import panamoe.trainer.product.pruning.ModelPruning;
import panamoe.trainer.product.pruning.TaskExamples;
import panamoe.trainer.product.training.ModelTraining;
import panamoe.trainer.product.training.Phases;
import panamoe.trainer.product.training.TrainSettings;
import panamoe.trainer.product.training.TrainingFolder;
import panamoe.trainer.tasks.TaskSlots;
import panamoe.trainer.tasks.files.MalformedRows;
import panamoe.trainer.tasks.files.TaskFolder;

/** The Python program of docs/model.md computes the same logits. Needs a Python with torch, safetensors and transformers. */
class ModelInPythonTest {

    private static final String PYTHON = System.getProperty("panamoe.python", "python3");

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{method: task-gate-moe}",
                "{method: task-gate-moe, model: {moe: {selection: {k: 2, weighting: renormalized}}}}",
                "{method: task-gate-moe, model: {moe: {selection: {k: 3, weighting: probability}}}}",
                "{method: dense-mtl}"
            })
    void theLogitsAreTheSame(String settings) throws Exception {
        assumeTrue(
                hasPackages(), PYTHON + " has no torch, safetensors and transformers: name one with -Dpanamoe.python");
        List<String> texts = List.of("3 1 4 1", "0", "7 8 9 10 11 12 13 14 15 16 17 18 19 20 21");
        try (Backend backend = Backends.create("scalar", 1)) {
            Path folder = TinyModel.train(TinyModel.settings(settings), backend, temporary.resolve("model"))
                    .folder();
            List<double[]> expected = logits(folder, "seen-b", texts);
            try (MultiTaskClassifier model = MultiTaskClassifier.load(folder, backend)) {
                List<Prediction> answers = model.predict("seen-b", texts);
                for (int i = 0; i < texts.size(); i++) {
                    assertProbabilities(
                            (Prediction.Label) answers.get(i),
                            model.task("seen-b").labels(),
                            expected.get(i));
                }
            }
        }
    }

    /** Pruning leaves two experts of a mixture, or a dense block. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{model: {moe: {selection: {k: 2, weighting: renormalized}}}}"})
    void theLogitsOfAPrunedModelAreTheSame(String settings) throws Exception {
        assumeTrue(
                hasPackages(), PYTHON + " has no torch, safetensors and transformers: name one with -Dpanamoe.python");
        List<String> texts = List.of("3 1 4 1", "0");
        Path folder = temporary.resolve("pruned");
        try (Backend backend = Backends.create("scalar", 1)) {
            KeptModel whole = TinyModel.train(TinyModel.settings(settings), backend, temporary.resolve("model"))
                    .kept();
            List<KeptTask> one = List.of(whole.tasks().get(1));
            KeptModel small = ModelPruning.prune(whole, one, 1, TaskExamples.NONE, backend, Phases.NONE)
                    .model();
            assertThat(small.config().hasExperts()).isEqualTo(settings.contains("k: 2"));
            ModelFolder.write(small, folder);
            List<double[]> expected = logits(folder, "seen-b", texts);
            try (MultiTaskClassifier model = MultiTaskClassifier.load(folder, backend)) {
                List<Prediction> answers = model.predict("seen-b", texts);
                for (int i = 0; i < texts.size(); i++) {
                    assertProbabilities(
                            (Prediction.Label) answers.get(i),
                            model.task("seen-b").labels(),
                            expected.get(i));
                }
            }
        }
    }

    /** Models of encoders that the user gives, whose tokenizers prepare texts in other ways. */
    @ParameterizedTest
    @ValueSource(strings = {"uncased", "cased"})
    void theLogitsOfAnOwnEncoderAreTheSame(String encoder) throws Exception {
        assumeTrue(
                hasPackages(), PYTHON + " has no torch, safetensors and transformers: name one with -Dpanamoe.python");
        Path data = OwnEncoder.data(temporary.resolve("data"));
        EncoderSource source = HuggingFaceFolder.open(TinyFolder.golden(encoder));
        TrainSettings settings =
                TrainSettings.read(TrainSettings.defaults(source)).with(Map.of("steps", 10));
        TaskSlots slots = new TaskSlots(TaskFolder.read(data, null, MalformedRows.Mode.STRICT, warning -> {})
                .tasks()
                .collect(TaskFolder.FolderTask::data));
        Path folder = temporary.resolve("model");
        try (Backend backend = Backends.create("scalar", 1);
                TrainingFolder part = TrainingFolder.open(folder, settings, false)) {
            ModelTraining training = ModelTraining.open(settings, slots, source.load(), backend, part, Phases.NONE);
            training.run(() -> {});
            training.finish(Map.of(), (trained, into) -> {});
            List<double[]> expected = logits(folder, "tone", OwnEncoder.TEXTS);
            try (MultiTaskClassifier model = MultiTaskClassifier.load(folder, backend)) {
                List<Prediction> answers = model.predict("tone", OwnEncoder.TEXTS);
                for (int i = 0; i < answers.size(); i++) {
                    assertProbabilities((Prediction.Label) answers.get(i), List.of("bad", "good"), expected.get(i));
                }
            }
        }
    }

    /** Probabilities are the softmax of the logits, so differences of their logarithms are differences of the logits. */
    private static void assertProbabilities(Prediction.Label answer, List<String> labels, double[] logits) {
        Map<String, Double> probabilities = answer.candidates().stream()
                .collect(Collectors.toMap(Prediction.Candidate::label, Prediction.Candidate::probability));
        assertThat(logits).hasSameSizeAs(labels.toArray());
        for (int label = 1; label < logits.length; label++) {
            double difference = Math.log(probabilities.get(labels.get(label)) / probabilities.get(labels.getFirst()));
            assertThat(difference).isCloseTo(logits[label] - logits[0], within(1e-4));
        }
    }

    private List<double[]> logits(Path folder, String task, List<String> texts) throws Exception {
        Path program = Files.writeString(temporary.resolve("logits.py"), program());
        List<String> arguments = new ArrayList<>(List.of(program.toString(), folder.toString(), task));
        arguments.addAll(texts);
        Ran ran = python(arguments);
        assertThat(ran.exitCode()).as(ran.printed()).isZero();
        return ran.printed()
                .lines()
                .filter(line -> line.matches("-?[0-9.]+( -?[0-9.]+)*"))
                .map(line -> Stream.of(line.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
    }

    private static String program() throws IOException {
        Matcher block = Pattern.compile("## In Python\n.*?```python\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/model.md")));
        assertThat(block.find()).as("docs/model.md has a program").isTrue();
        return block.group(1);
    }

    private static boolean hasPackages() throws Exception {
        return python(List.of("-c", "import torch, safetensors.torch, transformers"))
                        .exitCode()
                == 0;
    }

    private record Ran(int exitCode, String printed) {}

    private static Ran python(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(arguments);
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return new Ran(127, "cannot start " + PYTHON + ": " + e);
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), printed);
    }
}
