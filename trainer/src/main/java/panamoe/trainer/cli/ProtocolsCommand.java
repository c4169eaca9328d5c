package panamoe.trainer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.Machine;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Plural;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.EncoderSource;
import panamoe.trainer.experiment.Experiment;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.RunFolder;
import panamoe.trainer.experiment.RunsFile;
import panamoe.trainer.experiment.SharedEncoder;
import panamoe.trainer.experiment.UnitRunner;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.report.Report;
import panamoe.trainer.tasks.Suite;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code panamoe protocols}: runs the protocols and writes the report. */
@Command(
        name = "protocols",
        mixinStandardHelpOptions = true,
        description = "Train methods, compare them in the evaluation protocols, and write a report.")
public final class ProtocolsCommand implements Callable<Integer>, Resumable {

    private static final int INTERRUPTED = 130;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions settings;

    @Mixin
    private DataOptions data;

    @Mixin
    private EncoderOptions encoders;

    @Mixin
    private BackendOptions backends;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder to write to. Default: runs/<time>-<preset>.")
    private @Nullable Path out;

    @Option(
            names = "--runs",
            paramLabel = "FILE",
            description =
                    "A CSV file that collects results. Results with the same settings are taken from it instead of being"
                            + " computed again; new ones are added.")
    private @Nullable Path runs;

    @Option(
            names = "--keep-models",
            description = "Also write the trained models, to DIR/models, for evaluate and predict.")
    private boolean keepModels;

    @Option(names = "--resume", description = "Continue the run in the folder of --out.")
    private boolean resume;

    @Mixin
    private ProfileOptions profiles;

    @Mixin
    private ClusterOptions cluster;

    private @Nullable Path begun;

    /** The units that failed while others went on; two runs may have units of the same key. */
    private final List<FailedUnit> failed = new ArrayList<>();

    private record FailedUnit(UnitKey key, Throwable reason) {}

    @Override
    public Optional<String> kept() {
        return Optional.ofNullable(begun)
                .map(folder ->
                        "finished units are kept; to continue, run the same command with --resume --out " + folder);
    }

    @Override
    public Integer call() throws IOException {
        if (resume && out == null) {
            throw new UserError("--resume needs the folder of the run to continue: add --out");
        }
        EncoderSource source = encoders.source(spec.commandLine().getErr());
        List<SettingsOptions.Choice> choices = settings.choices();
        if (resume && choices.size() > 1 && !Files.exists(out)) {
            throw new UserError(out + ": no such folder: expected the folder of the runs to continue");
        }
        List<RunSettings> asked = new ArrayList<>();
        for (SettingsOptions.Choice choice : choices) {
            RunSettings read = choice.read(source);
            read.model().requireFits(source.config(), read.methods());
            asked.add(read);
        }
        cluster.requireFits(backends, profiles, asked);
        try (Backend backend = backends.open(asked.getFirst().backend())) {
            TaskSource tasks = data.source(spec.commandLine().getErr());
            UnitRunner runner = cluster.runner(
                    backends, backend.name(), data.folder(), tasks.name(), encoders.folder(), keepModels);
            Path folder = out == null ? defaultFolder(asked.getFirst()) : out;
            List<RunFolder> folders = new ArrayList<>();
            List<RunSettings> complete = new ArrayList<>();
            Environment environment = Machine.environment(backend, cluster.threads(backends));
            for (int i = 0; i < choices.size(); i++) {
                RunSettings run = choices.get(i).of(asked.get(i), tasks.name(), backend.name());
                Path own = choices.size() == 1
                        ? folder
                        : folder.resolve(choices.get(i).name());
                complete.add(run);
                folders.add(folder(own, run, choices.get(i).name(), choices.size() == 1, environment));
            }
            Suite suite = tasks.suite();
            ProfiledBackend profiled = profiles.begin(
                    backend, backends.threads(), spec.commandLine().getErr());
            SharedEncoder encoder = new SharedEncoder(source::load, profiled.backend());
            List<Experiment> experiments = new ArrayList<>();
            for (int i = 0; i < choices.size(); i++) {
                Experiment experiment = Experiment.open(complete.get(i), suite, encoder, environment, folders.get(i));
                experiments.add(keepModels ? keepingModels(experiment) : experiment);
            }
            int exitCode = run(experiments, folder, runner);
            profiled.print(spec.commandLine().getErr());
            return exitCode;
        }
    }

    /** @param only whether the run is the only one: of several, those that have not begun begin with --resume */
    private RunFolder folder(Path own, RunSettings run, String name, boolean only, Environment environment) {
        Optional<RunsFile> runsFile = Optional.ofNullable(runs).map(file -> new RunsFile(file, run, name, environment));
        runsFile.ifPresent(this::printRefused);
        RunFolder folder = RunFolder.open(own, run, resume && (only || RunFolder.isBegun(own)), runsFile);
        tellUnread(folder);
        return folder;
    }

    private Experiment keepingModels(Experiment experiment) {
        int done = experiment.doneWithoutModels();
        if (done > 0) {
            PrintWriter err = spec.commandLine().getErr();
            err.printf(
                    "panamoe: --keep-models: there are no models of the %s that finished before, without this option%n",
                    Plural.of(done, "unit"));
            err.flush();
        }
        return experiment.keepingModels();
    }

    private void tellUnread(RunFolder folder) {
        if (!folder.unread().isEmpty()) {
            PrintWriter err = spec.commandLine().getErr();
            err.printf(
                    "panamoe: runs.jsonl: damaged %s %s: computed again%n",
                    Plural.noun(folder.unread().size(), "line"), Numbers.list(folder.unread()));
            err.flush();
        }
    }

    private void printRefused(RunsFile file) {
        PrintWriter err = spec.commandLine().getErr();
        file.refused()
                .forEach((reason, rows) -> err.printf(
                        "panamoe: %s: %s not taken: %s%n", runs, rows == 1 ? "1 row is" : rows + " rows are", reason));
        err.flush();
    }

    private int run(List<Experiment> experiments, Path folder, UnitRunner runner) throws IOException {
        PrintWriter terminal = spec.commandLine().getOut();
        experiments.forEach(experiment -> Announcement.print(terminal, experiment));
        begun = folder;
        boolean stopped = false;
        try (Interruption interruption = Interruption.watch()) {
            int steps = experiments.stream()
                    .mapToInt(experiment -> experiment.left().steps())
                    .sum();
            try (ProgressDisplay display = ProgressDisplay.of(0, steps, interruption)) {
                runner.run(
                        experiments, display.unitListener((unit, reason) -> failed.add(new FailedUnit(unit, reason))));
            } catch (Progress.Stopped e) {
                stopped = true;
            }
            if (stopped) {
                Announcement.printStopped(terminal, folder);
            }
            for (Experiment experiment : experiments) {
                Results results = experiment.results();
                Path page = Report.write(results, experiment.folder().path());
                Announcement.printScores(terminal, results, page);
                Announcement.printDiverged(spec.commandLine().getErr(), experiment);
            }
        }
        if (!failed.isEmpty()) {
            printFailed(folder);
        }
        if (stopped) {
            return INTERRUPTED;
        }
        boolean diverged = experiments.stream()
                .anyMatch(experiment -> !experiment.diverged().isEmpty());
        return failed.isEmpty() && !diverged ? 0 : CommandLine.ExitCode.SOFTWARE;
    }

    private void printFailed(Path folder) {
        PrintWriter err = spec.commandLine().getErr();
        List<String> args = spec.commandLine().getParseResult().originalArgs();
        failed.forEach(unit -> err.printf(
                "panamoe: %s: %s%n",
                unit.key(), MessageText.line(Failure.of(unit.reason(), args).line())));
        err.printf(
                "panamoe: %s failed; to try again, run the same command with --resume --out %s%n",
                Plural.of(failed.size(), "unit"), folder);
        err.flush();
    }

    private static Path defaultFolder(RunSettings run) {
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
        return Path.of("runs", time + "-" + run.preset());
    }
}
