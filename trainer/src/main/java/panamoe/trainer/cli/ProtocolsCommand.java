package panamoe.trainer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.Machine;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.encoder.minilm.MiniLm;
import panamoe.trainer.experiment.Memory;
import panamoe.trainer.experiment.Plan;
import panamoe.trainer.experiment.Preset;
import panamoe.trainer.experiment.Protocols;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.ResultsAssembly;
import panamoe.trainer.experiment.ResultsJson;
import panamoe.trainer.experiment.RunFolder;
import panamoe.trainer.experiment.RunsFile;
import panamoe.trainer.experiment.SettingsFile;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.experiment.protocol.Protocol;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.RunSettings.FewShotTrain;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.training.Progress;
import panamoe.trainer.report.MarkdownTables;
import panamoe.trainer.report.html.HtmlReport;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.files.ManifestSuite;
import panamoe.trainer.tasks.wordnet.WordNetSuite;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code panamoe protocols}: runs the three protocols and writes the report. */
@Command(
        name = "protocols",
        mixinStandardHelpOptions = true,
        description = "Train and compare the methods in the three protocols; write a report.")
public final class ProtocolsCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = Names.PresetName.class,
            description = "smoke (a minute), quick (eight to nine minutes on two cores), full (hours). Default: quick.")
    private Preset preset;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            split = ",",
            converter = Names.ProtocolName.class,
            description = "Only these: low-resource-transfer, unseen-task-generalization, unrelated-task-robustness.")
    private List<String> protocols;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            split = ",",
            converter = Names.MethodName.class,
            description = "Only these: ${COMPLETION-CANDIDATES}."
                    + " Default: single-task, dense-mtl, shared-gate-moe, task-gate-moe.",
            completionCandidates = Names.MethodNames.class)
    private List<Method> methods;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Settings that take the place of the preset's, as YAML (docs/settings.md); a run keeps all of its"
                            + " own in settings.yaml. Other options come before it.")
    private Path config;

    @Mixin
    private DataOptions data;

    @Option(names = "--seeds", paramLabel = "N", description = "Number of seeds, 1 to N.")
    private Integer seeds;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            split = ",",
            description = "These seeds alone, to do single runs again.")
    private List<Long> chosenSeeds;

    @Option(names = "--threads", paramLabel = "N", description = "Worker threads. Default: one per core.")
    private Integer threads;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "auto, vector, scalar, reference, tornado. Default: auto, which is vector or scalar.")
    private String backendName;

    @Option(
            names = "--device",
            paramLabel = "ID",
            description = "The device of backend tornado, as './panamoe devices' lists them. Default: 0:0.")
    private Optional<String> device;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            converter = Names.SplitName.class,
            description = "What metrics are taken on: dev or test. Default: test.")
    private Split split;

    @Option(
            names = "--train-layers",
            paramLabel = "FIRST-LAST",
            converter = LayerRange.Converter.class,
            description = "Encoder layers to train, from 0; those below are frozen, those above left out.")
    private LayerRange layers;

    @Option(
            names = "--few-shot-train",
            paramLabel = "PART",
            converter = Names.FewShotName.class,
            description = "What is trained for an unseen task: head, gate (with the head), all. Default: gate.")
    private FewShotTrain fewShotTrain;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to write. Default: runs/<time>-<preset>.")
    private Path out;

    @Option(
            names = "--runs",
            paramLabel = "FILE",
            description =
                    "A CSV file of what runs measured: those that it has with the same settings are not done again,"
                            + " those that are done are added.")
    private Path runs;

    @Option(names = "--resume", description = "Go on in --out after the last finished run.")
    private boolean resume;

    @Override
    public Integer call() throws IOException {
        if (resume && out == null) {
            throw new UserError("--resume needs the folder to go on with: add --out");
        }
        Optional<SettingsFile> file = Optional.ofNullable(config).map(SettingsFile::read);
        preset = preset(file);
        RunSettings base = file.map(given -> given.over(preset.settings())).orElseGet(preset::settings);
        try (Backend backend = backend(base)) {
            RunSettings settings = settings(base, backend);
            if (!data.areFiles()) {
                requireData(file, WordNetSuite.NAME);
                return run(settings.withData(WordNetSuite.NAME), backend, WordNetSuite::load);
            }
            ManifestSuite suite = data.read(spec.commandLine().getErr()).suite();
            requireRoles(settings, suite);
            String name = suite.name() + " " + suite.fingerprint();
            requireData(file, name);
            return run(settings.withData(name), backend, () -> suite);
        }
    }

    /** The preset that is asked for here, else in the file of settings. */
    private Preset preset(Optional<SettingsFile> file) {
        Optional<Preset> inFile = file.flatMap(given -> given.word("preset")).map(this::presetOf);
        if (preset != null && inFile.isPresent() && inFile.get() != preset) {
            throw new UserError("--preset " + preset.label() + ": " + config + " is on top of preset "
                    + inFile.get().label() + "; leave one of them out");
        }
        return preset != null ? preset : inFile.orElse(Preset.QUICK);
    }

    private Preset presetOf(String name) {
        try {
            return new Names.PresetName().convert(name);
        } catch (CommandLine.TypeConversionException e) {
            throw new UserError(config + ": preset: " + e.getMessage());
        }
    }

    /** Refuses a file of settings that was kept by a run on other tasks. */
    private static void requireData(Optional<SettingsFile> file, String name) {
        file.flatMap(given -> given.word("data"))
                .filter(kept -> !kept.equals(name))
                .ifPresent(kept -> {
                    throw new UserError(file.get().file() + ": data: " + kept + ", and this run is on " + name
                            + ": give the same --data and --manifest, or take that line out");
                });
    }

    private Backend backend(RunSettings base) {
        int wanted = threads == null ? Machine.cores() : threads;
        if (wanted < 1) {
            throw new UserError("--threads " + wanted + ": expected at least 1");
        }
        try {
            return Backends.create(backendName == null ? base.backend() : backendName, wanted, device);
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage());
        }
    }

    private RunSettings settings(RunSettings base, Backend backend) {
        if (seeds != null && seeds < 1) {
            throw new UserError("--seeds " + seeds + ": expected at least 1");
        }
        if (seeds != null && chosenSeeds != null) {
            throw new UserError("--seeds " + seeds + " and --seed " + chosenSeeds + ": give one of them");
        }
        RunSettings settings;
        try {
            settings = base.with(
                    protocols == null
                            ? base.protocols()
                            : Protocol.NAMES.stream()
                                    .filter(protocols::contains)
                                    .toList(),
                    methods == null
                            ? base.methods()
                            : List.of(Method.values()).stream()
                                    .filter(methods::contains)
                                    .toList(),
                    seeds(base),
                    split == null ? base.split() : split,
                    backend.name(),
                    layers == null ? base.model() : base.model().withLayers(layers.first(), layers.last()),
                    fewShotTrain == null ? base.unseen().train() : fewShotTrain);
        } catch (IllegalArgumentException e) { // options that do not go with the settings of a file
            throw new UserError(e.getMessage());
        }
        int available = MiniLm.CONFIG.layers();
        if (settings.model().lastLayer() >= available) {
            throw new UserError("trained layers " + settings.model().firstLayer() + "-"
                    + settings.model().lastLayer() + ": the encoder has the layers 0-" + (available - 1));
        }
        return settings;
    }

    private List<Long> seeds(RunSettings base) {
        if (chosenSeeds != null) {
            return chosenSeeds;
        }
        return seeds == null ? base.seeds() : Preset.seeds(seeds);
    }

    /** Refuses a protocol that the suite has no tasks for. */
    private static void requireRoles(RunSettings settings, Suite suite) {
        if (settings.lowResource().targets().isEmpty()) {
            requireRole(settings, Protocols.LOW_RESOURCE, suite.lowResourceTargets(), "low-resource");
        }
        requireRole(settings, Protocols.UNSEEN_TASK, suite.unseenTargets(), "unseen");
        requireRole(settings, Protocols.ROBUSTNESS, suite.unrelated(), "unrelated");
    }

    private static void requireRole(RunSettings settings, String protocol, ImmutableList<?> tasks, String role) {
        if (settings.protocols().contains(protocol) && tasks.isEmpty()) {
            throw new UserError(protocol + " needs tasks under roles." + role
                    + " of the manifest: add some, or choose others with --protocol");
        }
    }

    /** @param tasks asked for once the folder is known to be fit for the run */
    private int run(RunSettings settings, Backend backend, Supplier<Suite> tasks) throws IOException {
        Path folder = out == null ? defaultFolder() : out;
        Environment environment = Machine.environment(backend, threads == null ? Machine.cores() : threads);
        Optional<RunsFile> runsFile =
                Optional.ofNullable(runs).map(file -> new RunsFile(file, settings, name(), environment));
        RunFolder runFolder = RunFolder.open(folder, settings, resume, runsFile);
        PrintWriter terminal = spec.commandLine().getOut();
        Suite suite = tasks.get();
        PretrainedEncoder pretrained = MiniLm.load();
        Design design = Design.of(settings, suite);
        Plan plan = Plan.of(design);
        Announcement.print(terminal, design, plan, runFolder, environment);
        Lab lab = lab(design, backend, pretrained, runFolder);
        boolean stopped = false;
        try (Interruption interruption = Interruption.watch()) {
            Plan left = plan.left(runFolder);
            try (ProgressDisplay display = ProgressDisplay.of(left.steps(), interruption)) {
                left.run(lab, runFolder, display);
            } catch (Progress.Stopped e) {
                stopped = true;
            }
            Results results = new ResultsAssembly(design, runFolder.finished())
                    .results(
                            pretrained.name() + ", layers " + settings.model().firstLayer() + "-"
                                    + settings.model().lastLayer() + " trained",
                            environment,
                            lab.costs());
            ResultsJson.write(results, folder.resolve("results.json"));
            HtmlReport.write(results, folder.resolve("report.html"));
            AtomicFile.write(folder.resolve("tables.md"), MarkdownTables.of(results));
            Announcement.printScores(terminal, results, folder, stopped);
        }
        return stopped ? INTERRUPTED : 0;
    }

    /** What a reader may call the settings: the file that they are in, or the preset. */
    private String name() {
        return config == null ? preset.label() : config.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    }

    private static Lab lab(Design design, Backend backend, PretrainedEncoder pretrained, RunFolder folder) {
        FrozenFeatures features = Lab.features(design, backend, pretrained);
        Memory.requireFits(
                design,
                features,
                pretrained.weights().config(),
                Runtime.getRuntime().maxMemory());
        return new Lab(design, backend, pretrained, features, folder.checkpoints());
    }

    private Path defaultFolder() {
        String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss"));
        return Path.of("runs", time + "-" + preset.label());
    }
}
