package panamoe.trainer.product.training;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.common.FolderLock;
import panamoe.trainer.common.InputFile;
import panamoe.trainer.common.LaterSettings;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.common.Unwritable;
import panamoe.trainer.common.UserError;

/**
 * The folder of an unfinished training, {@code MODEL.part}. It is renamed to {@code MODEL} when the training is finished. Steps after the
 * last saved state are done again when the training is resumed.
 */
public final class TrainingFolder implements AutoCloseable {

    /** The folder of the event files, for TensorBoard. */
    public static final String EVENTS = "events";

    private static final String SETTINGS = "settings.yaml";
    private static final String STATE = "state.safetensors";
    private static final String BEST = "best-%d.safetensors";
    private static final String BESTS = "best-*";

    /** The suffix of the folder's name until the training is finished. */
    public static final String PART = ".part";

    private final Path model;
    private final Path part;
    private final @Nullable FolderLock lock; // null: another process has the folder

    private TrainingFolder(Path model, Path part, @Nullable FolderLock lock) {
        this.model = model;
        this.part = part;
        this.lock = lock;
    }

    /**
     * Opens the folder of a training.
     *
     * @param model the final folder of the model, which must not exist
     * @param settings of the training
     * @param resume true to continue the unfinished training of that folder
     * @throws UserError if the model exists; if there is no training to resume, or one that {@code resume} does not continue; if that
     *     training has other settings, or another process runs it; or if the folder cannot be written
     */
    public static TrainingFolder open(Path model, TrainSettings settings, boolean resume) {
        TrainingFolder paths = ofOtherProcess(model);
        Path whole = paths.model;
        Path part = paths.part;
        if (Files.exists(whole, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserError(model + " exists"
                    + (resume ? " and is finished: there is nothing to resume" : ": choose another --out"));
        }
        if (Files.isSymbolicLink(part)) {
            throw new UserError(part + " is a link: the folder could not be renamed to " + whole.getFileName()
                    + " in the end; choose another --out");
        }
        boolean begun = Files.exists(part.resolve(SETTINGS));
        if (!begun && Files.exists(part.resolve(STATE))) {
            throw new UserError(part + " has a training without its " + SETTINGS
                    + ": put the file back, or remove the folder and train anew");
        }
        if (resume && !begun) {
            throw new UserError("no training of " + model + " was begun: leave out --resume");
        }
        if (begun && !resume) {
            throw new UserError(part + " has a training of " + model
                    + " that is not finished: add --resume to continue it, or remove that folder");
        }
        try {
            Files.createDirectories(part);
            if (begun) {
                requireSame(part, settings);
            } else {
                requireEmpty(part);
            }
            TrainingFolder folder = new TrainingFolder(whole, part, FolderLock.take(part, "training"));
            if (!begun) {
                AtomicFile.write(part.resolve(SETTINGS), settings.text());
            }
            return folder;
        } catch (IOException e) {
            throw Unwritable.of("--out", part, e);
        }
    }

    /** The folder of a training whose files another process reads and writes. */
    public static TrainingFolder ofOtherProcess(Path model) {
        Path whole = model.toAbsolutePath().normalize();
        if (whole.getFileName() == null) {
            throw new UserError("--out " + model + ": expected a folder that can be made");
        }
        return new TrainingFolder(whole, whole.resolveSibling(whole.getFileName() + PART), null);
    }

    /** Refuses other files, since they would become a part of the model's folder. */
    private static void requireEmpty(Path part) throws IOException {
        Set<String> own = Set.of(
                FolderLock.FILE,
                AtomicFile.unfinished(part.resolve(SETTINGS)).getFileName().toString());
        try (Stream<Path> files = Files.list(part)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !own.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new UserError(part + " has " + name
                                + ", which is not of a training: remove that folder, or" + " choose another --out");
                    });
        }
    }

    private static void requireSame(Path part, TrainSettings settings) throws IOException {
        Map<String, Object> before =
                SettingsTree.read(InputFile.regular(part.resolve(SETTINGS))).toMap();
        Map<String, Object> now = settings.tree().toMap();
        LaterSettings.removeDefaults(before);
        LaterSettings.removeDefaults(now);
        TreeSet<String> different = new TreeSet<>();
        Stream.concat(before.keySet().stream(), now.keySet().stream())
                .filter(key -> !String.valueOf(before.get(key)).equals(String.valueOf(now.get(key))))
                .forEach(different::add);
        if (!different.isEmpty()) {
            throw new UserError(part + " was begun with other settings (" + String.join(", ", different)
                    + "): give the same options or --config " + part.resolve(SETTINGS) + ", or choose another --out");
        }
    }

    /** The folder of the files until the training is finished. */
    public Path path() {
        return part;
    }

    /** The final folder of the model. */
    Path model() {
        return model;
    }

    /** The folder of the event files. */
    Path events() {
        return part.resolve(EVENTS);
    }

    /** The losses and evaluations. */
    TrainingRecords records() {
        return new TrainingRecords(part);
    }

    /** The file of the state that a resumed training starts from. */
    Path state() {
        return part.resolve(STATE);
    }

    /** The trained parameters after a step whose evaluation is the best so far. */
    Path best(int step) {
        return part.resolve(BEST.formatted(step));
    }

    /** Removes the best models of other steps. */
    void keepBest(int step) throws IOException {
        removeBests(part, best(step));
    }

    private static void removeBests(Path folder, @Nullable Path but) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, BESTS)) {
            for (Path file : files) {
                if (!file.equals(but)) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Renames the folder to that of the model, and removes the files that only the training needed. @return the model's folder */
    Path finish() throws IOException {
        close();
        Files.move(part, model, StandardCopyOption.ATOMIC_MOVE);
        removeBests(model, null);
        for (String file : List.of(STATE, FolderLock.FILE)) {
            Files.deleteIfExists(model.resolve(file));
        }
        return model;
    }

    /** Removes the folder of a training that was refused before its first step. */
    void discardUnlessBegun() throws IOException {
        if (!Files.exists(state()) && !Files.exists(part.resolve(TrainingRecords.LOSSES))) {
            close();
            for (String file : List.of(SETTINGS, FolderLock.FILE)) {
                Files.deleteIfExists(part.resolve(file));
            }
            Files.delete(part);
        }
    }

    /** Releases the folder for other processes. */
    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
