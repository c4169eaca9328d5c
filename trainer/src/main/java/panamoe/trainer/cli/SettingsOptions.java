package panamoe.trainer.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.common.UserError;
import panamoe.trainer.encoder.EncoderSource;
import panamoe.trainer.experiment.Preset;
import panamoe.trainer.experiment.Protocols;
import panamoe.trainer.experiment.SettingsReader;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.learner.Method;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.files.ReaderVersion;
import picocli.CommandLine.Option;

/** The settings of a run: a preset, a file over it, and options over both. */
final class SettingsOptions {

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = Names.PresetName.class,
            description = "smoke (a minute), quick (eight to nine minutes on two cores), full (hours). Default: quick.")
    private Preset preset;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Settings that take the place of the preset's, as YAML (docs/settings.md); a run keeps all of its"
                            + " own in settings.yaml. Options of the command line are laid over it.")
    private Path config;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            split = ",",
            converter = Names.ProtocolName.class,
            description = "Only these: ${COMPLETION-CANDIDATES}.",
            completionCandidates = Names.ProtocolNames.class)
    private List<String> protocols;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            split = ",",
            description = "Only these: ${COMPLETION-CANDIDATES}, and those that --config defines."
                    + " Default: single-task, dense-mtl, shared-gate-moe, task-gate-moe.",
            completionCandidates = Names.MethodNames.class)
    private List<String> methods;

    @Option(names = "--seeds", paramLabel = "N", description = "Number of seeds, 1 to N.")
    private Integer seeds;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            split = ",",
            description = "These seeds alone, to do single runs again.")
    private List<Long> chosenSeeds;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            converter = Names.SplitName.class,
            description = "The examples that metrics are taken on: dev or test. Default: test.")
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
            description =
                    "The part that is trained for an unseen task: head, gate (with the head), all. Default: gate.")
    private String fewShotTrain;

    private Optional<SettingsTree> file() {
        return Optional.ofNullable(config).map(SettingsTree::read);
    }

    /** The preset that is asked for here, else in the file of settings. */
    private Preset preset(Optional<SettingsTree> file) {
        Optional<Preset> inFile = file.flatMap(given -> given.text("preset")).map(this::presetOf);
        if (preset != null && inFile.isPresent() && inFile.get() != preset) {
            throw new UserError("--preset " + preset.label() + ": " + config + " is on top of preset "
                    + inFile.get().label() + "; leave one of them out");
        }
        return preset != null ? preset : inFile.orElse(Preset.QUICK);
    }

    private Preset presetOf(String name) {
        try {
            return Preset.named(name);
        } catch (IllegalArgumentException e) {
            throw new UserError(config + ": preset: " + e.getMessage());
        }
    }

    /** The settings as they are asked for; a run adds its tasks and its backend. */
    RunSettings read(EncoderSource encoder) {
        Optional<SettingsTree> file = file();
        file.ifPresent(given -> EncoderOptions.requireSame(config, given, encoder));
        SettingsTree under = preset(file).tree(encoder);
        RunSettings base =
                file.map(given -> SettingsReader.read(given, under)).orElseGet(() -> SettingsReader.read(under));
        return SettingsReader.read(options(base), base);
    }

    /**
     * The settings of a run.
     *
     * @param tasks the name of its tasks
     * @param backend the name of its backend
     * @throws UserError if the file of settings was kept by a run on other tasks
     */
    RunSettings of(RunSettings asked, String tasks, String backend) {
        file().flatMap(given -> given.text("data"))
                .filter(kept -> !kept.equals(tasks))
                .ifPresent(kept -> {
                    ReaderVersion.difference(kept, tasks).ifPresent(reason -> {
                        throw new UserError(config + ": data: " + kept + ": " + reason + ": take that line out");
                    });
                    throw new UserError(config + ": data: " + kept + ", and this run is on " + tasks
                            + ": give the same --data and --manifest, or take that line out");
                });
        return SettingsReader.read(Map.of("data", tasks, "backend", backend), asked);
    }

    private Map<String, Object> options(RunSettings base) {
        Map<String, Object> options = new LinkedHashMap<>();
        if (protocols != null) {
            options.put(
                    "protocols",
                    Protocols.names().stream().filter(protocols::contains).toList());
        }
        if (methods != null) {
            options.put("methods", chosenMethods(base));
        }
        seeds().ifPresent(list -> options.put("seeds", list));
        if (split != null) {
            options.put("split", split.toString());
        }
        if (layers != null) {
            options.put(
                    "model",
                    Map.of(
                            "first-layer", layers.first(),
                            "last-layer", layers.last(),
                            "moe", Map.of("layers", layers.all())));
        }
        if (fewShotTrain != null) {
            options.put("unseen", Map.of("train", fewShotTrain));
        }
        return options;
    }

    /** Names of built-in methods and definitions of others, in the order of methods. */
    private List<Object> chosenMethods(RunSettings base) {
        List<Method> known = Stream.concat(Method.BUILT_IN.stream(), base.methods().stream())
                .distinct()
                .toList();
        List<String> names = Method.inOrder(known.stream().map(Method::name).toList());
        methods.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(unknown -> {
            throw new UserError("--method: unknown method " + MessageText.quoted(unknown) + ": expected one of "
                    + String.join(", ", names));
        });
        List<Object> chosen = new ArrayList<>();
        for (String name : names) {
            if (methods.contains(name)) {
                known.stream()
                        .filter(method -> method.name().equals(name))
                        .map(Method::setting)
                        .forEach(chosen::add);
            }
        }
        return chosen;
    }

    private Optional<List<Long>> seeds() {
        if (seeds != null && chosenSeeds != null) {
            throw new UserError("--seeds " + seeds + " and --seed " + chosenSeeds + ": give one of them");
        }
        if (seeds != null && seeds < 1) {
            throw new UserError("--seeds " + seeds + ": expected at least 1");
        }
        return chosenSeeds != null
                ? Optional.of(chosenSeeds)
                : Optional.ofNullable(seeds).map(Preset::seeds);
    }

    /** A name of the settings for a reader: that of the file that they are in, or of the preset. */
    String name() {
        return config == null
                ? preset(Optional.empty()).label()
                : config.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    }
}
