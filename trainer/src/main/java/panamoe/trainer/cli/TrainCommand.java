package panamoe.trainer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.common.Agreement;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.EncoderSource;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.learner.training.Diverged;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.product.training.LinearProbe;
import panamoe.trainer.product.training.ModelTraining;
import panamoe.trainer.product.training.Parallelism;
import panamoe.trainer.product.training.Phases;
import panamoe.trainer.product.training.TrainSettings;
import panamoe.trainer.product.training.TrainingFolder;
import panamoe.trainer.product.training.TrainingMemory;
import panamoe.trainer.report.ModelReport;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.TaskSlots;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code panamoe train}: trains one model for several tasks and writes it to a folder. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Train one model for several tasks and write it to a folder, for evaluate and predict.")
public final class TrainCommand implements Callable<Integer>, Resumable, Parallel {

    private static final int INTERRUPTED = 130;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DataOptions data;

    @Mixin
    private ChosenTasks chosen;

    @Mixin
    private EncoderOptions encoders;

    @Mixin
    private BackendOptions backends;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "The multi-task method: ${COMPLETION-CANDIDATES}. Default: task-gate-moe.",
            completionCandidates = Names.OneModelMethodNames.class)
    private @Nullable String method;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A YAML file of settings that override the defaults (docs/train.md). Options on the command line"
                            + " override both.")
    private @Nullable Path config;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the training examples of all tasks together. Default: 3.")
    private @Nullable Double epochs;

    @Option(names = "--steps", paramLabel = "N", description = "The number of training steps, instead of --epochs.")
    private @Nullable Integer steps;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the random numbers. Default: 1.")
    private @Nullable Long seed;

    @Option(
            names = "--out",
            paramLabel = "MODEL",
            required = true,
            description = "The folder to write the model to; it must not exist.")
    private Path out;

    @Option(names = "--resume", description = "Continue the interrupted training of --out.")
    private boolean resume;

    @Option(
            names = "--expert-parallel",
            description =
                    "With several processes (mpirun): each has an equal part of the experts, and they exchange rows."
                            + " Without it each has all experts (docs/scale.md).")
    private boolean expertParallel;

    @Mixin
    private ProfileOptions profiles;

    @Option(
            names = "--no-probe",
            description = "Do not measure the probe, a baseline: a linear classifier on the pretrained encoder.")
    private boolean noProbe;

    private boolean begun;

    @Override
    public Optional<String> kept() {
        return begun
                ? Optional.of("the last state is kept; to continue, run the same command with --resume")
                : Optional.empty();
    }

    @Override
    public Integer call() throws IOException {
        return Processes.join().run(group -> train(new Parallelism(group, expertParallel)));
    }

    /** The settings without the data, and the encoder, which is not loaded yet. */
    private record Asked(EncoderSource encoder, TrainSettings settings) {}

    /** The settings with the data. */
    private record Start(TrainSettings settings, ImmutableList<TaskData> tasks) {}

    private int train(Parallelism parallelism) throws IOException {
        ProcessGroup group = parallelism.group();
        PrintWriter err = group.isFirst() ? spec.commandLine().getErr() : new PrintWriter(Writer.nullWriter());
        Asked asked = Agreement.all(group, () -> asked(err));
        try (Backend opened =
                Agreement.all(group, () -> backends.open(asked.settings().backend()))) {
            Start start = Agreement.all(group, () -> start(asked, parallelism, opened, err));
            Agreement.same(group, "option", "--expert-parallel: " + expertParallel);
            Agreement.same(group, "data or settings", start.settings().text());
            ProfiledBackend profiled =
                    group.isFirst() ? profiles.begin(opened, backends.threads(), err) : ProfiledBackend.without(opened);
            Backend backend = profiled.backend();
            PretrainedEncoder encoder =
                    Agreement.all(group, () -> asked.encoder().load());
            TaskSlots slots = new TaskSlots(start.tasks());
            try (TrainingFolder folder = Agreement.all(group, () -> folder(group, start.settings()))) {
                Phases phases = new PhaseDisplay(err);
                ModelTraining training =
                        ModelTraining.open(start.settings(), slots, encoder, backend, parallelism, folder, phases);
                int exitCode = run(
                        training,
                        group,
                        folder,
                        () -> noProbe || !group.isFirst()
                                ? Map.of()
                                : LinearProbe.measure(start.settings(), slots, encoder, backend, phases));
                profiled.print(err);
                return exitCode;
            }
        }
    }

    private Asked asked(PrintWriter err) {
        EncoderSource source = encoders.source(err);
        TrainSettings settings = settings(source);
        settings.model().requireFits(source.config(), List.of(settings.method()));
        return new Asked(source, settings);
    }

    private Start start(Asked asked, Parallelism parallelism, Backend backend, PrintWriter err) {
        NamedTasks all = data.tasks(err);
        ImmutableList<TaskData> tasks = tasks(all.tasks(), asked.settings());
        TrainSettings settings = asked.settings().with(Map.of("data", all.name(), "backend", backend.name()));
        parallelism.requireFits(settings, tasks.size());
        TrainingMemory.requireFits(
                settings,
                tasks.size(),
                asked.encoder().config(),
                parallelism.expertParts(),
                Runtime.getRuntime().maxMemory());
        return new Start(settings, tasks);
    }

    private TrainingFolder folder(ProcessGroup group, TrainSettings settings) {
        return group.isFirst() ? TrainingFolder.open(out, settings, resume) : TrainingFolder.ofOtherProcess(out);
    }

    private TrainSettings settings(EncoderSource encoder) {
        if (epochs != null && steps != null) {
            throw new UserError("--epochs " + epochs + " and --steps " + steps + ": give one of them");
        }
        if (steps != null && steps < 1) {
            throw new UserError("--steps " + steps + ": expected at least 1");
        }
        Map<String, Object> options = new LinkedHashMap<>();
        if (method != null) {
            options.put("method", method);
        }
        if (epochs != null) {
            options.put("epochs", epochs);
            options.put("steps", 0);
        }
        if (steps != null) {
            options.put("steps", steps);
        }
        if (seed != null) {
            options.put("seed", seed);
        }
        if (!chosen.names().isEmpty()) {
            options.put("tasks", chosen.names());
        }
        SettingsTree defaults = TrainSettings.defaults(encoder);
        if (config == null) {
            return TrainSettings.read(defaults).with(options);
        }
        SettingsTree file = SettingsTree.read(config);
        EncoderOptions.requireSame(config, file, encoder);
        return TrainSettings.read(file.over(defaults)).with(options);
    }

    private ImmutableList<TaskData> tasks(ImmutableList<TaskData> all, TrainSettings settings) {
        ChosenTasks.requireKnown(
                chosen.names().isEmpty() ? config + ": tasks:" : "--task",
                settings.tasks(),
                all.collect(each -> each.task().name()));
        return settings.tasks().isEmpty()
                ? all
                : all.select(each -> settings.tasks().contains(each.task().name()));
    }

    /** Measures the linear probe that the model is compared with. */
    @FunctionalInterface
    private interface Probe {
        Map<String, Map<Split, Double>> measure();
    }

    private int run(ModelTraining training, ProcessGroup group, TrainingFolder folder, Probe probe) throws IOException {
        PrintWriter terminal = group.isFirst() ? spec.commandLine().getOut() : new PrintWriter(Writer.nullWriter());
        terminal.printf(
                Locale.ROOT,
                "%,d of %,d steps left%s; until the training ends its folder is %s%s%n",
                training.stepsLeft(),
                training.steps(),
                group.isSingle() ? "" : ", in " + group.size() + " processes",
                out,
                TrainingFolder.PART);
        terminal.flush();
        begun = true;
        training.prepare();
        // after Ctrl-C the program ends with the message how to continue
        try (Interruption interruption = Interruption.watch()) {
            try (ProgressDisplay display = display(training, group, interruption)) {
                training.run(display.trainingListener());
            } catch (Progress.Stopped e) {
                terminal.printf("stopped; to continue, run the same command with --resume%n");
                terminal.flush();
                return INTERRUPTED;
            }
        } catch (Diverged e) {
            if (group.isFirst()) {
                PrintWriter err = spec.commandLine().getErr();
                err.printf(
                        "panamoe: %s; the state before it is in %s: lower training.rates and train anew%n",
                        e.getMessage(), folder.path());
                err.flush();
            }
            return CommandLine.ExitCode.SOFTWARE;
        }
        // from here on Ctrl-C ends the program at once: the last state has all steps, and --resume measures and writes
        // the model
        training.finish(probe.measure(), ModelReport::write)
                .ifPresent(model -> TrainedTable.print(terminal, model, out));
        return 0;
    }

    private static ProgressDisplay display(ModelTraining training, ProcessGroup group, Interruption interruption) {
        return group.isFirst()
                ? ProgressDisplay.of(training.steps() - training.stepsLeft(), training.steps(), interruption)
                : ProgressDisplay.none(interruption);
    }
}
