package panamoe.trainer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.Sha256;
import panamoe.trainer.encoder.huggingface.HuggingFaceFolder;
import panamoe.trainer.encoder.huggingface.TinyFolder;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.product.training.ModelTraining;
import panamoe.trainer.product.training.Phases;
import panamoe.trainer.product.training.TrainSettings;
import panamoe.trainer.product.training.TrainingFolder;
import panamoe.trainer.product.training.TrainingListener;
import panamoe.trainer.tasks.TaskSlots;
import panamoe.trainer.tasks.files.MalformedRows;
import panamoe.trainer.tasks.files.TaskFolder;

/** Folders of all kinds that commands read, and the commands that read them. */
final class MutationSubjects {

    /**
     * Commands that read the files of a folder.
     *
     * @param folder that has the files
     * @param signed true if its {@code SHA256SUMS} has the digests of the other files
     * @param commands with {@code FOLDER} in place of the folder, and {@code NEW} in place of a folder that does not exist
     */
    record Subject(String name, Path folder, boolean signed, List<List<String>> commands) {}

    private static final String FOLDER = "FOLDER";
    private static final String NEW = "NEW";

    private final Path home;
    private final Path data;
    private final String encoder = TinyFolder.golden("uncased").toString();

    private MutationSubjects(Path home) throws IOException {
        this.home = home;
        this.data = LittleProtocols.data(home.resolve("data"));
    }

    /** Makes all folders. */
    static List<Subject> make(Path home) throws IOException {
        MutationSubjects make = new MutationSubjects(home);
        Path model = home.resolve("model");
        run(make.train("--out", model.toString()));
        List<Subject> subjects = new ArrayList<>();
        subjects.add(new Subject("task files", make.data, false, List.of(List.of("tasks", "--data", FOLDER))));
        subjects.add(make.ofModel(model));
        subjects.add(make.ofEncoder());
        subjects.add(make.ofSettings());
        subjects.add(make.ofTraining());
        subjects.add(make.ofRun());
        return subjects;
    }

    private static void run(List<String> command) {
        CommandRun outcome = MutationTest.run(command);
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException(command + ": " + outcome);
        }
    }

    private List<String> train(String... more) {
        List<String> command = new ArrayList<>(List.of(
                "train", "--data", data.toString(), "--encoder", encoder, "--backend", "scalar", "--threads", "1"));
        command.addAll(List.of("--steps", "4", "--no-probe"));
        command.addAll(List.of(more));
        return command;
    }

    private Subject ofModel(Path model) {
        List<String> cheap = List.of("--backend", "scalar", "--threads", "1");
        return new Subject(
                "model",
                model,
                true,
                List.of(
                        List.of("inspect", FOLDER),
                        with(cheap, "evaluate", FOLDER, "--data", data.toString()),
                        with(cheap, "prune", FOLDER, "--task", "tone", "--out", NEW)));
    }

    private static List<String> with(List<String> more, String... command) {
        return Stream.concat(Stream.of(command), more.stream()).toList();
    }

    private Subject ofEncoder() throws IOException {
        Path copy = TinyFolder.copy("uncased", home.resolve("encoder"));
        List<String> command = new ArrayList<>(train("--out", NEW));
        command.set(command.indexOf(encoder), FOLDER);
        return new Subject("encoder", copy, false, List.of(command));
    }

    private Subject ofSettings() throws IOException {
        Path folder = Files.createDirectory(home.resolve("settings"));
        Files.copy(home.resolve("model").resolve("settings.yaml"), folder.resolve("train.yaml"));
        Files.writeString(folder.resolve("protocols.yaml"), LittleProtocols.SETTINGS);
        return new Subject(
                "settings",
                folder,
                false,
                List.of(
                        train("--config", FOLDER + "/train.yaml", "--out", NEW),
                        protocols("--config", FOLDER + "/protocols.yaml", "--out", NEW)));
    }

    private List<String> protocols(String... more) {
        List<String> command = new ArrayList<>(
                List.of("protocols", "--preset", "smoke", "--data", data.toString(), "--encoder", encoder));
        command.addAll(List.of("--backend", "scalar", "--threads", "1"));
        command.addAll(List.of(more));
        return command;
    }

    /** A training that was stopped after two of four steps. */
    private Subject ofTraining() throws IOException {
        TaskFolder folder = TaskFolder.read(data, null, MalformedRows.Mode.STRICT, warning -> {});
        HuggingFaceFolder source = HuggingFaceFolder.open(Path.of(encoder));
        TrainSettings settings = TrainSettings.read(TrainSettings.defaults(source))
                .with(Map.of(
                        "steps",
                        4,
                        "data",
                        folder.suite().name() + " " + folder.suite().fingerprint(),
                        "backend",
                        "scalar"));
        TaskSlots slots = new TaskSlots(folder.tasks().collect(TaskFolder.FolderTask::data));
        Path out = home.resolve("training").resolve("cut");
        try (Backend backend = Backends.create("scalar", 1);
                TrainingFolder part = TrainingFolder.open(out, settings, false)) {
            ModelTraining.open(settings, slots, source.load(), backend, part, Phases.NONE)
                    .run(stoppingAfterTwo());
        } catch (Progress.Stopped e) {
            // as Ctrl-C does
        }
        return new Subject("training", out.getParent(), false, List.of(train("--out", FOLDER + "/cut", "--resume")));
    }

    private static TrainingListener stoppingAfterTwo() {
        int[] steps = {0};
        return () -> {
            if (++steps[0] > 2) {
                throw new Progress.Stopped();
            }
        };
    }

    /** A run that finished one of its two units, and its file of runs. */
    private Subject ofRun() throws IOException {
        Path folder = Files.createDirectory(home.resolve("run"));
        Path config = home.resolve("settings").resolve("protocols.yaml");
        Path runs = folder.resolve("runs.csv");
        run(protocols(
                "--config", config.toString(), "--out", folder.resolve("out").toString(), "--runs", runs.toString()));
        Path done = folder.resolve("out").resolve("runs.jsonl");
        List<String> lines = Files.readAllLines(done);
        Files.write(done, lines.subList(0, 1));
        List<String> rows = Files.readAllLines(runs);
        Files.write(runs, rows.subList(0, 2));
        return new Subject(
                "run",
                folder,
                false,
                List.of(
                        protocols(
                                "--config",
                                config.toString(),
                                "--out",
                                FOLDER + "/out",
                                "--resume",
                                "--runs",
                                FOLDER + "/runs.csv"),
                        protocols("--config", config.toString(), "--out", NEW, "--runs", FOLDER + "/runs.csv")));
    }

    /** Writes the digests of a changed model anew. */
    static void sign(Path folder) throws IOException {
        StringBuilder sums = new StringBuilder();
        for (String file : List.of("config.json", "tasks.json", "model.safetensors", "vocab.txt", "settings.yaml")) {
            if (Files.isRegularFile(folder.resolve(file))) {
                sums.append(Sha256.of(folder.resolve(file)))
                        .append("  ")
                        .append(file)
                        .append('\n');
            }
        }
        Files.writeString(folder.resolve("SHA256SUMS"), sums);
    }
}
