package panamoe.trainer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.Machine;
import panamoe.trainer.common.Plural;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.EncoderSource;
import panamoe.trainer.experiment.Experiment;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.RunFolder;
import panamoe.trainer.experiment.RunsFile;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.report.Report;
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

    private @Nullable Path begun;

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
        RunSettings asked = settings.read(source);
        asked.model().requireFits(source.config());
        try (Backend backend = backends.open(asked.backend())) {
            TaskSource tasks = data.source(spec.commandLine().getErr());
            RunSettings run = settings.of(asked, tasks.name(), backend.name());
            Environment environment = Machine.environment(backend, backends.threads());
            Optional<RunsFile> runsFile =
                    Optional.ofNullable(runs).map(file -> new RunsFile(file, run, settings.name(), environment));
            runsFile.ifPresent(this::printRefused);
            RunFolder folder = RunFolder.open(out == null ? defaultFolder(run) : out, run, resume, runsFile);
            tellUnread(folder);
            Experiment experiment = Experiment.open(run, tasks.suite(), source::load, backend, environment, folder);
            return run(keepModels ? keepingModels(experiment) : experiment);
        }
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

    private int run(Experiment experiment) throws IOException {
        PrintWriter terminal = spec.commandLine().getOut();
        Announcement.print(terminal, experiment);
        begun = experiment.folder().path();
        boolean stopped = false;
        try (Interruption interruption = Interruption.watch()) {
            try (ProgressDisplay display =
                    ProgressDisplay.of(0, experiment.left().steps(), interruption)) {
                experiment.run(display.unitListener());
            } catch (Progress.Stopped e) {
                stopped = true;
            }
            Results results = experiment.results();
            Path page = Report.write(results, experiment.folder().path());
            Announcement.printScores(terminal, results, page, stopped);
            Announcement.printDiverged(spec.commandLine().getErr(), experiment);
        }
        if (stopped) {
            return INTERRUPTED;
        }
        return experiment.diverged().isEmpty() ? 0 : CommandLine.ExitCode.SOFTWARE;
    }

    private static Path defaultFolder(RunSettings run) {
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
        return Path.of("runs", time + "-" + run.preset());
    }
}
