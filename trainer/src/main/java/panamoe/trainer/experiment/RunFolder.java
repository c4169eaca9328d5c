package panamoe.trainer.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.common.FolderLock;
import panamoe.trainer.common.InputFile;
import panamoe.trainer.common.LaterSettings;
import panamoe.trainer.common.LineFile;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.common.Unwritable;
import panamoe.trainer.common.UserError;
import panamoe.trainer.common.Version;
import panamoe.trainer.experiment.protocol.Finished;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.tasks.files.ReaderVersion;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of a run: {@code settings.yaml}, one line of {@code runs.jsonl} per finished unit, and the checkpoints of base models.
 */
public final class RunFolder {

    private static final String SETTINGS = "settings.yaml";
    private static final String RUNS = "runs.jsonl";
    private static final String PROBE = "panamoe";
    private static final String PROBE_END = ".tmp";

    /** A unit's result as JSON, in {@code runs.jsonl} and on the way from another machine. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .build();

    /**
     * A line of {@code runs.jsonl}.
     *
     * @param settings the hash of the run's settings
     * @param commit the commit of the program that did the unit; null if that was an older version
     */
    private record Line(
            String settings,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String commit,

            UnitResult result) {

        /** @throws NullPointerException if a part is missing, as in a changed file */
        private Line {
            Objects.requireNonNull(settings, "settings");
            Objects.requireNonNull(result, "result");
        }
    }

    private final Path folder;
    private final String hash;
    private final List<Path> madeFolders;
    private final Optional<RunsFile> runsFile;
    private final Finished finished = new Finished();
    private final Map<UnitKey, RunsFile.Row> kept = new LinkedHashMap<>();
    private final List<Integer> unread = new ArrayList<>();

    private RunFolder(Path folder, String hash, List<Path> madeFolders, Optional<RunsFile> runsFile) {
        this.folder = folder;
        this.hash = hash;
        this.madeFolders = madeFolders;
        this.runsFile = runsFile;
        runsFile.ifPresent(runs -> runs.results().forEach(finished::add));
    }

    /** {@link #open(Path, RunSettings, boolean, Optional)} without a file of runs. */
    public static RunFolder open(Path folder, RunSettings settings, boolean resume) {
        return open(folder, settings, resume, Optional.empty());
    }

    /**
     * Opens a folder for a run.
     *
     * @param resume true to continue the run in the folder; false if the folder must be empty or missing
     * @param runsFile holds units that were done elsewhere, and receives those of this run
     * @throws UserError if the folder cannot be written, is not empty, or belongs to another configuration
     */
    public static RunFolder open(Path folder, RunSettings settings, boolean resume, Optional<RunsFile> runsFile) {
        if (resume && !isBegun(folder)) {
            throw new UserError(folder + " has no " + SETTINGS + ": --resume continues the folder of an earlier run");
        }
        RunFolder run = new RunFolder(folder, SettingsReader.hash(settings), missing(folder), runsFile);
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, PROBE, PROBE_END)); // fails if the folder cannot be written
            if (resume) {
                run.requireSame(settings);
                run.readFinished();
            } else if (!isUnused(folder)) {
                throw new UserError(folder + " is not empty: add --resume to continue it, or choose another --out");
            }
        } catch (IOException e) {
            throw Unwritable.of("--out", folder, e);
        }
        return run;
    }

    /** True if a run has begun in the folder. */
    public static boolean isBegun(Path folder) {
        return Files.exists(folder.resolve(SETTINGS));
    }

    /**
     * Prepares the folder for new units. To be called when all checks of the run have passed. A new folder receives the settings. The file of
     * runs receives the units that the folder has and the file lacks: a run may have been killed after it kept a unit in the folder and
     * before it added the row.
     *
     * @throws UserError if the file of runs cannot be written, or another process is using the folder
     */
    public void begin(RunSettings settings) throws IOException {
        if (runsFile.isPresent()) {
            runsFile.get().begin();
            if (!kept.isEmpty()) {
                try (FolderLock lock = lock()) {
                    runsFile.get().appendMissing(kept.values());
                }
            }
        }
        if (!isBegun(folder)) {
            AtomicFile.write(folder.resolve(SETTINGS), SettingsReader.text(settings));
        }
    }

    /** Removes the folders that {@link #open} made, if the run is refused before it begins. */
    void removeMade() throws IOException {
        for (Path made : madeFolders) {
            if (!isEmpty(made)) {
                return;
            }
            Files.delete(made);
        }
    }

    /** The missing folders of a path, the deepest first. */
    private static List<Path> missing(Path path) {
        return Stream.iterate(path.toAbsolutePath(), Objects::nonNull, Path::getParent)
                .takeWhile(folder -> !Files.exists(folder))
                .toList();
    }

    /** True if the folder is empty, or has only temporary files of a run that was killed before it began. */
    private static boolean isUnused(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.allMatch(RunFolder::isTemporary);
        }
    }

    private static boolean isTemporary(Path file) {
        String name = file.getFileName().toString();
        boolean own = file.equals(AtomicFile.unfinished(file.resolveSibling(SETTINGS)))
                || name.startsWith(PROBE) && name.endsWith(PROBE_END);
        return own && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    private void requireSame(RunSettings settings) throws IOException {
        Map<String, Object> before =
                SettingsTree.read(InputFile.regular(folder.resolve(SETTINGS))).toMap();
        // compared as text, so that values of different types, such as 1 and 1.0, count as different
        Map<String, Object> now = SettingsReader.toMap(settings);
        LaterSettings.removeDefaults(before);
        LaterSettings.removeDefaults(now);
        String different = Stream.concat(before.keySet().stream(), now.keySet().stream())
                .distinct()
                .filter(key -> !String.valueOf(before.get(key)).equals(String.valueOf(now.get(key))))
                .collect(Collectors.joining(", "));
        ReaderVersion.difference(String.valueOf(before.get("data")), settings.data())
                .ifPresent(reason -> {
                    throw new UserError(folder + " holds results on other examples: " + reason
                            + ": choose another --out, or go on with the program that made the folder");
                });
        if (!different.isEmpty()) {
            throw new UserError(folder + " was made with another configuration (" + different
                    + "): give the same options or --config " + folder.resolve(SETTINGS) + ", or choose another --out");
        }
    }

    private void readFinished() throws IOException {
        Path file = folder.resolve(RUNS);
        int number = 0;
        for (String line : new LineFile(file).read().lines().toList()) {
            number++;
            Optional<Line> read = read(file, number, line);
            if (read.isEmpty()) {
                unread.add(number);
                continue;
            }
            if (!read.get().settings().equals(hash)) {
                throw new UserError(file + " holds results of another configuration: choose another --out");
            }
            UnitResult result = read.get().result();
            String commit = Objects.requireNonNullElse(read.get().commit(), Version.UNKNOWN_COMMIT);
            kept.put(result.key(), new RunsFile.Row(result, commit));
            finished.add(result);
        }
    }

    /** Empty if the line is not a JSON object, as after a crash of the machine. */
    private static Optional<Line> read(Path file, int number, String line) {
        Optional<JsonNode> object = object(line);
        try {
            return object.map(tree -> MAPPER.treeToValue(tree, Line.class));
        } catch (JacksonException e) {
            throw new UserError(
                    file + ":" + number + " was written by another version, or changed: choose another --out");
        }
    }

    private static Optional<JsonNode> object(String line) {
        try {
            return Optional.of(MAPPER.readTree(line)).filter(JsonNode::isObject);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The numbers of the damaged lines, counted from 1. Their units are done again. */
    public List<Integer> unread() {
        return List.copyOf(unread);
    }

    /** Keeps other processes out during a run. @throws UserError if another process is using the folder */
    FolderLock lock() throws IOException {
        return FolderLock.take(folder, "run");
    }

    /** Adds a finished unit. After this method returns, the unit survives a crash. */
    void append(UnitResult result) throws IOException {
        new LineFile(folder.resolve(RUNS))
                .append(MAPPER.writeValueAsString(new Line(hash, Version.commit(), result)) + "\n");
        if (runsFile.isPresent() && !finished.contains(result.key())) {
            runsFile.get().append(result);
        }
        finished.add(result);
    }

    /** The finished units. */
    public Finished finished() {
        return finished;
    }

    /** The folder itself. */
    public Path path() {
        return folder;
    }

    /** The folder of the checkpoints. */
    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }
}
