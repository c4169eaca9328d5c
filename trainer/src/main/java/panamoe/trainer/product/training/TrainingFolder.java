package panamoe.trainer.product.training;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.common.UserError;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of a training that is not finished: {@code MODEL.part} beside the folder {@code MODEL} that it becomes as a whole. What is
 * appended to its files after the last state is done again when the training goes on.
 */
public final class TrainingFolder implements AutoCloseable {

    /** The losses of all steps: {@code step,task,loss}. */
    public static final String LOSSES = "losses.csv";

    /** The evaluations, a line each. */
    public static final String EVALUATIONS = "evaluations.jsonl";

    /** The folder of the event files, for TensorBoard. */
    public static final String EVENTS = "events";

    private static final String SETTINGS = "settings.yaml";
    private static final String STATE = "state.safetensors";
    private static final String BEST = "best-%d.safetensors";
    private static final String BESTS = "best-*";
    private static final String LOCK = ".lock";

    /** Ends the name of the folder until the training is finished. */
    public static final String PART = ".part";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path model;
    private final Path part;
    private final FileChannel lock;

    private TrainingFolder(Path model, Path part, FileChannel lock) {
        this.model = model;
        this.part = part;
        this.lock = lock;
    }

    /**
     * Opens the folder of a training.
     *
     * @param model the folder that the model shall be in, which does not exist yet
     * @param settings of the training
     * @param resume go on with what was begun for that folder
     * @throws UserError if there is no such training, one that shall not be lost, or one by other settings; if another process is at
     *     it; or if the folder cannot be written
     */
    public static TrainingFolder open(Path model, TrainSettings settings, boolean resume) {
        Path whole = model.toAbsolutePath().normalize();
        if (whole.getFileName() == null) {
            throw new UserError("--out " + model + ": expected a folder that can be made");
        }
        Path part = whole.resolveSibling(whole.getFileName() + PART);
        if (Files.exists(whole, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserError(model + " exists"
                    + (resume ? " and is finished: there is nothing to resume" : ": choose another --out"));
        }
        if (Files.isSymbolicLink(part)) {
            throw new UserError(part + " is a link: the folder could not be renamed to " + whole.getFileName()
                    + " in the end; choose another --out");
        }
        boolean begun = Files.exists(part.resolve(SETTINGS));
        if (resume && !begun) {
            throw new UserError("no training of " + model + " was begun: leave out --resume");
        }
        if (begun && !resume) {
            throw new UserError(part + " has a training of " + model
                    + " that is not finished: add --resume to go on with it, or remove that folder");
        }
        try {
            Files.createDirectories(part);
            if (begun) {
                requireSame(part, settings);
            } else {
                requireEmpty(part);
            }
            TrainingFolder folder = new TrainingFolder(whole, part, locked(part));
            if (!begun) {
                AtomicFile.write(part.resolve(SETTINGS), settings.text());
            }
            return folder;
        } catch (IOException e) {
            throw new UserError("cannot write to " + part + " (" + FileProblem.of(e) + "): choose another --out");
        }
    }

    private static FileChannel locked(Path part) throws IOException {
        FileChannel channel = FileChannel.open(part.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // another training of this process has it: the same for the user
        }
        throw new UserError(part + " is in use by another training: wait for it, or choose another --out");
    }

    /** What lies in the folder would become a part of the model. */
    private static void requireEmpty(Path part) throws IOException {
        Set<String> own = Set.of(
                LOCK,
                AtomicFile.unfinished(part.resolve(SETTINGS)).getFileName().toString());
        try (Stream<Path> files = Files.list(part)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> !own.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new UserError(part + " has " + name + ", which is of no training: remove that folder, or"
                                + " choose another --out");
                    });
        }
    }

    private static void requireSame(Path part, TrainSettings settings) {
        Map<String, Object> before = SettingsTree.read(part.resolve(SETTINGS)).toMap();
        Map<String, Object> now = settings.tree().toMap();
        TreeSet<String> different = new TreeSet<>();
        Stream.concat(before.keySet().stream(), now.keySet().stream())
                .filter(key -> !String.valueOf(before.get(key)).equals(String.valueOf(now.get(key))))
                .forEach(different::add);
        if (!different.isEmpty()) {
            throw new UserError(part + " was begun with other settings (" + String.join(", ", different)
                    + "): give the same options or --config " + part.resolve(SETTINGS) + ", or choose another --out");
        }
    }

    /** Where the files are until the model is finished. */
    public Path path() {
        return part;
    }

    /** Where they are then. */
    Path model() {
        return model;
    }

    /** Where the event files are. */
    Path events() {
        return part.resolve(EVENTS);
    }

    /** The state that a training goes on from. */
    Path state() {
        return part.resolve(STATE);
    }

    /** The trained parameters after a step whose evaluation is the best so far. */
    Path best(int step) {
        return part.resolve(BEST.formatted(step));
    }

    /** Removes those of other steps. */
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

    /** True if losses were kept. */
    boolean hasLosses() throws IOException {
        Path file = part.resolve(LOSSES);
        if (!Files.exists(file)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.skip(1).findFirst().isPresent();
        }
    }

    /** Leaves out what was appended after a step. */
    void cutAfter(int step) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = csv(text)) {
            csv.writeRecord("step", "task", "loss");
            if (Files.exists(part.resolve(LOSSES))) {
                try (CsvReader<NamedCsvRecord> rows =
                        CsvReader.builder().allowMissingFields(true).ofNamedCsvRecord(part.resolve(LOSSES))) {
                    for (NamedCsvRecord row : rows) {
                        if (row.getFieldCount() == 3 && Integer.parseInt(row.getField(0)) <= step) {
                            csv.writeRecord(row.getFields());
                        }
                    }
                }
            }
        }
        AtomicFile.write(part.resolve(LOSSES), text.toString());
        StringBuilder kept = new StringBuilder();
        for (DevEvaluation evaluation : evaluations()) {
            if (evaluation.step() <= step) {
                kept.append(line(evaluation));
            }
        }
        AtomicFile.write(part.resolve(EVALUATIONS), kept.toString());
    }

    /** The evaluations so far; a line that was not written whole is none. */
    List<DevEvaluation> evaluations() throws IOException {
        Path file = part.resolve(EVALUATIONS);
        List<DevEvaluation> evaluations = new ArrayList<>();
        if (Files.exists(file)) {
            String text = Files.readString(file);
            String lines = text.substring(0, text.lastIndexOf('\n') + 1);
            try {
                lines.lines().forEach(line -> evaluations.add(MAPPER.readValue(line, DevEvaluation.class)));
            } catch (JacksonException e) {
                throw new UserError(file + " is damaged: remove " + part + " and train again");
            }
        }
        return evaluations;
    }

    void append(DevEvaluation evaluation) throws IOException {
        append(part.resolve(EVALUATIONS), line(evaluation));
    }

    private static String line(DevEvaluation evaluation) {
        return MAPPER.writeValueAsString(evaluation) + "\n";
    }

    /** A loss of a task in a step, from 1. */
    record Loss(int step, String task, double loss) {}

    void append(List<Loss> losses) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = csv(text)) {
            for (Loss loss : losses) {
                csv.writeRecord(String.valueOf(loss.step()), loss.task(), String.valueOf(loss.loss()));
            }
        }
        append(part.resolve(LOSSES), text.toString());
    }

    /** The losses of the steps after one. */
    List<Loss> losses(int after) throws IOException {
        List<Loss> losses = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(part.resolve(LOSSES))) {
            for (NamedCsvRecord row : rows) {
                int step = Integer.parseInt(row.getField("step"));
                if (step > after) {
                    losses.add(new Loss(step, row.getField("task"), Double.parseDouble(row.getField("loss"))));
                }
            }
        }
        return losses;
    }

    private static CsvWriter csv(StringWriter text) {
        return CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
    }

    private static void append(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Gives the folder, which has all files of the model now, its name, and removes what only the training needed. */
    Path finish() throws IOException {
        lock.close();
        Files.move(part, model, StandardCopyOption.ATOMIC_MOVE);
        removeBests(model, null);
        for (String file : List.of(STATE, LOCK)) {
            Files.deleteIfExists(model.resolve(file));
        }
        return model;
    }

    /** Removes the folder of a training that was refused before it did anything. */
    void discardUnlessBegun() throws IOException {
        if (!Files.exists(state()) && !Files.exists(part.resolve(LOSSES))) {
            lock.close();
            for (String file : List.of(SETTINGS, LOCK)) {
                Files.deleteIfExists(part.resolve(file));
            }
            Files.delete(part);
        }
    }

    /** Lets another process go on. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
