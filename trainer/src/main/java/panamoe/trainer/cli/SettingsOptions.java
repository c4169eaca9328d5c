package panamoe.trainer.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

/** The settings of a run: a preset, overridden by a file, overridden by options. */
final class SettingsOptions {

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = Names.PresetName.class,
            description =
                    "The size of the run: smoke (a minute), quick (eight to nine minutes on two cores) or full (hours)."
                            + " Default: quick.")
    private @Nullable Preset preset;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            split = ",",
            description =
                    "A YAML file of settings that override the preset (docs/settings.md). Options on the command line"
                            + " override both. A run writes all its settings to DIR/settings.yaml. Several files: one"
                            + " run for each, in the folder DIR/NAME of the file's name.")
    private List<Path> configs = List.of();

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            split = ",",
            converter = Names.ProtocolName.class,
            description = "Run only these protocols: ${COMPLETION-CANDIDATES}. Default: those of the preset.",
            completionCandidates = Names.ProtocolNames.class)
    private @Nullable List<String> protocols;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            split = ",",
            description = "Compare only these methods: ${COMPLETION-CANDIDATES}, or a method that --config defines."
                    + " Default: single-task, dense-mtl, shared-gate-moe, task-gate-moe.",
            completionCandidates = Names.MethodNames.class)
    private @Nullable List<String> methods;

    @Option(names = "--seeds", paramLabel = "N", description = "Repeat each training with the seeds 1 to N.")
    private @Nullable Integer seeds;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            split = ",",
            description = "Train with these seeds only, for example to repeat one of them.")
    private @Nullable List<Long> chosenSeeds;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            converter = Names.SplitName.class,
            description = "The split to measure metrics on: dev or test. Default: test.")
    private @Nullable Split split;

    @Option(
            names = "--train-layers",
            paramLabel = "FIRST-LAST",
            converter = LayerRange.Converter.class,
            description = "The encoder layers to train, counted from 0. Lower layers are frozen, higher ones left out.")
    private @Nullable LayerRange layers;

    @Option(
            names = "--few-shot-train",
            paramLabel = "PART",
            description =
                    "The part to train for an unseen task. head: the task's head; gate: its head and its gates; all: the whole"
                            + " model. Default: gate.")
    private @Nullable String fewShotTrain;

    /** The settings of one run: those of a file, or of the preset alone. */
    final class Choice {

        private final Optional<Path> config;
        private final Optional<SettingsTree> file;

        private Choice(Optional<Path> config) {
            this.config = config;
            this.file = config.map(SettingsTree::read);
        }

        /** The display name of the settings: that of their file, or else of the preset. */
        String name() {
            return config.map(path -> path.getFileName().toString().replaceFirst("\\.ya?ml$", ""))
                    .orElseGet(() -> preset(config, file).label());
        }

        /** The settings of file and options; {@link #of} adds the names of the tasks and the backend. */
        RunSettings read(EncoderSource encoder) {
            file.ifPresent(given -> EncoderOptions.requireSame(config.orElseThrow(), given, encoder));
            SettingsTree under = preset(config, file).tree(encoder);
            RunSettings base =
                    file.map(given -> SettingsReader.read(given, under)).orElseGet(() -> SettingsReader.read(under));
            return SettingsReader.read(options(base), base);
        }

        /**
         * The settings with the names of the run's tasks and backend.
         *
         * @throws UserError if the settings file was written by a run on other tasks
         */
        RunSettings of(RunSettings asked, String tasks, String backend) {
            file.flatMap(given -> given.text("data"))
                    .filter(kept -> !kept.equals(tasks))
                    .ifPresent(kept -> {
                        ReaderVersion.difference(kept, tasks).ifPresent(reason -> {
                            throw new UserError(
                                    config.orElseThrow() + ": data: " + kept + ": " + reason + ": take that line out");
                        });
                        throw new UserError(config.orElseThrow() + ": data: " + kept + ", and this run is on " + tasks
                                + ": give the same --data and --manifest, or take that line out");
                    });
            return SettingsReader.read(Map.of("data", tasks, "backend", backend), asked);
        }
    }

    /** A choice for each file of settings; one if there is none. @throws UserError if two have the same name */
    List<Choice> choices() {
        if (configs.isEmpty()) {
            return List.of(new Choice(Optional.empty()));
        }
        List<Choice> choices =
                configs.stream().map(config -> new Choice(Optional.of(config))).toList();
        Set<String> names = new HashSet<>();
        for (Choice choice : choices) {
            if (!names.add(choice.name())) {
                throw new UserError("--config: two files are named " + MessageText.quoted(choice.name())
                        + ": expected a name for each run; rename one of them");
            }
        }
        return choices;
    }

    /** The preset of the option, else of the settings file, else quick. */
    private Preset preset(Optional<Path> config, Optional<SettingsTree> file) {
        Optional<Preset> inFile =
                file.flatMap(given -> given.text("preset")).map(name -> presetOf(config.orElseThrow(), name));
        if (preset != null && inFile.isPresent() && inFile.get() != preset) {
            throw new UserError("--preset " + preset.label() + ": " + config.orElseThrow() + " is based on preset "
                    + inFile.get().label() + "; leave one of them out");
        }
        return preset != null ? preset : inFile.orElse(Preset.QUICK);
    }

    private static Preset presetOf(Path config, String name) {
        try {
            return Preset.named(name);
        } catch (IllegalArgumentException e) {
            throw new UserError(config + ": preset: " + e.getMessage());
        }
    }

    private Map<String, Object> options(RunSettings base) {
        Map<String, Object> options = new LinkedHashMap<>();
        if (protocols != null) {
            options.put(
                    "protocols",
                    Protocols.names().stream().filter(protocols::contains).toList());
        }
        if (methods != null) {
            options.put("methods", chosenMethods(methods, base));
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

    /** The names of built-in methods and the definitions of others, in the order of {@link Method#inOrder}. */
    private static List<Object> chosenMethods(List<String> asked, RunSettings base) {
        List<Method> known = Stream.concat(Method.BUILT_IN.stream(), base.methods().stream())
                .distinct()
                .toList();
        List<String> names = Method.inOrder(known.stream().map(Method::name).toList());
        asked.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(unknown -> {
            throw new UserError("--method: unknown method " + MessageText.quoted(unknown) + ": expected one of "
                    + String.join(", ", names));
        });
        List<Object> chosen = new ArrayList<>();
        for (String name : names) {
            if (asked.contains(name)) {
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
}
