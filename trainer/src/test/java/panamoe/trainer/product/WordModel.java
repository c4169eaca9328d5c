package panamoe.trainer.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Rng;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.product.training.ModelTraining;
import panamoe.trainer.product.training.Phases;
import panamoe.trainer.product.training.TrainSettings;
import panamoe.trainer.product.training.TrainingFolder;
import panamoe.trainer.tasks.TaskSlots;
import panamoe.trainer.tasks.files.MalformedRows;
import panamoe.trainer.tasks.files.TaskFolder;

/**
 * A model of the tiny world, trained on files of four tasks, one of each kind. The first word of a text, from 0 to 2, is its label. The
 * tasks of two texts ask whether their first words are equal, and how far apart they are.
 *
 * @param data the folder of the files
 * @param folder of the model
 */
public record WordModel(Path data, Path folder) {

    /** The labels of task {@code first}, in the model's order. */
    public static final List<String> LABELS = List.of("zero", "one", "two");

    private static final int TRAIN = 48;
    private static final int EVALUATION = 30;

    /** The manifest. Its order of tasks and labels is that of the model. */
    public static final String MANIFEST = """
            name: tiny-files
            tasks:
              first: &single
                description: Which word does the text begin with?
                family: tiny
                kind: single
                format: tsv
                columns: {text: 1, label: 3}
                labels: [zero, one, two]
                metric: [accuracy, macro-f1, matthews]
                files: {train: train.tsv, dev: dev.tsv, test: test.tsv}
              alike:
                <<: *single
                description: Do the texts begin alike?
                kind: pair
                columns: {text: 1, pair: 2, label: 4}
                labels: [different, alike]
                metric: [f1, accuracy]
              amount:
                description: How much is the first word?
                family: tiny
                kind: regression
                format: tsv
                columns: {text: 1, score: 5}
                range: [0, 200]
                files: {train: train.tsv, dev: dev.tsv, test: test.tsv}
              distance:
                description: How far apart are the first words?
                family: tiny
                kind: regression
                format: tsv
                columns: {text: 1, pair: 2, score: 6}
                range: [0, 2]
                metric: [pearson, spearman]
                files: {train: train.tsv, dev: dev.tsv, test: test.tsv}
            """;

    private static final String SETTINGS = """
            data: tiny files
            backend: scalar
            steps: 60
            evaluations: 2
            model:
              first-layer: 1
              last-layer: 1
              max-tokens: 12
              moe: {layers: [1], experts: 4, gate: {task-vector: 3, hidden: 5}}
            training: {batch-size: 8, rates: {trunk: 0.003, experts: 0.003, heads: 0.01}}
            """;

    /** Writes the files and the model to a folder. */
    public static WordModel train(Path folder) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        writeData(data);
        Files.writeString(data.resolve("panamoe.yaml"), MANIFEST);
        Path yaml = Files.writeString(folder.resolve("settings.yaml"), SETTINGS);
        TrainSettings settings = TrainSettings.read(SettingsTree.read(yaml).over(TrainSettings.defaults()));
        TaskSlots slots = new TaskSlots(TaskFolder.read(data, null, MalformedRows.Mode.STRICT, warning -> {})
                .tasks()
                .collect(TaskFolder.FolderTask::data));
        Path model = folder.resolve("model");
        try (Backend backend = Backends.create("scalar", 1);
                TrainingFolder part = TrainingFolder.open(model, settings, false)) {
            ModelTraining training =
                    ModelTraining.open(settings, slots, TinyWorld.pretrained(), backend, part, Phases.NONE);
            training.run(() -> {});
            training.finish(Map.of(), (trained, into) -> {});
        }
        return new WordModel(data, model);
    }

    /** Writes {@code train.tsv}, {@code dev.tsv} and {@code test.tsv}. */
    private static void writeData(Path data) throws IOException {
        int n = 0;
        for (String split : List.of("train", "dev", "test")) {
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < (n == 0 ? TRAIN : EVALUATION); i++) {
                rows.add(row(new Rng(29).derive(n), i));
            }
            Files.write(data.resolve(split + ".tsv"), rows);
            n++;
        }
    }

    /** The columns: text, second text, label, label of the pair, score, score of the pair. */
    private static String row(Rng rng, int i) {
        int first = rng.below(3, 0, i);
        int second = rng.below(3, 1, i);
        return String.format(
                Locale.ROOT,
                "%d %d %d\t%d %d\t%s\t%s\t%d\t%d",
                first,
                3 + rng.below(20, 2, i),
                3 + rng.below(20, 3, i),
                second,
                3 + rng.below(20, 4, i),
                LABELS.get(first),
                first == second ? "alike" : "different",
                100 * first,
                Math.abs(first - second));
    }

    /** The rows of {@code test.tsv}, column by column. */
    public List<String[]> testRows() throws IOException {
        return Files.readAllLines(data.resolve("test.tsv")).stream()
                .map(line -> line.split("\t", -1))
                .toList();
    }
}
