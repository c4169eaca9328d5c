package panamoe.trainer.experiment;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import panamoe.tensor.Check;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.common.Decimal;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.LineFile;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.common.Unwritable;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.learner.Method;
import panamoe.trainer.tasks.files.ReaderVersion;

/**
 * A CSV file with one row per finished unit, shared by several folders and machines. A run takes the finished units of its own settings
 * from the file and appends its other units as soon as they are done. The file has no learning curves and no routing.
 *
 * <p>The settings behind each hash are kept in {@code settings/<hash>.yaml} next to the file. A new setting of the program changes every
 * hash, unless {@code LaterSettings} has its default. So where hashes differ the kept settings are compared. A setting that a
 * kept file does not name has the value of its preset. A new setting must therefore enter the presets with the value that changes no
 * result, or be added to the kept files.
 *
 * <p>Columns:
 *
 * <ul>
 *   <li>{@code settings}: the hash of the settings that the unit depends on. These are all settings except the lists of protocols, methods
 *       and seeds, and the definition of the unit's method if that is not built in.
 *   <li>{@code name}: a name of the settings for a reader.
 *   <li>{@code commit}, {@code vector_bits}: the program that did the unit, and the width of its vector registers in bits.
 *   <li>{@code protocol}, {@code method}, {@code seed}, {@code variant}: the {@link UnitKey}.
 *   <li>{@code seconds}: the time that the unit took.
 *   <li>{@code metrics}: scores, separated by semicolons. {@code task=value} is the main metric, and {@code task/metric=value} another
 *       metric. {@code task/condition=value} is one of several scores of a task; its condition has at least two parts, separated by
 *       slashes (in few-shot learning {@code start/shots/draw}). If a model diverged, the text of {@link UnitResult#diverged}.
 * </ul>
 */
public final class RunsFile {

    private static final String[] COLUMNS = {
        "settings", "name", "commit", "vector_bits", "protocol", "method", "seed", "variant", "seconds", "metrics"
    };

    /** The folder beside the file that has the settings of each hash. */
    private static final String SETTINGS = "settings";

    /** The largest valid metric: 1 with some room for rounding. */
    private static final double MOST = 1 + 1e-9;

    private final Path file;
    private final LineFile lines;
    private final RunSettings settings;
    private final String builtInHash;
    private final Map<String, String> definedHashes = new HashMap<>();
    private final String name;
    private final Environment environment;
    private final List<UnitResult> results = new ArrayList<>();
    private final Map<String, Integer> refused = new LinkedHashMap<>();

    /**
     * Reads the rows of these settings. A file that does not exist has no rows.
     *
     * @param name a name of the settings for the readers of the file; it is not compared
     * @param environment the machine and program, for the rows of units that are done now
     * @throws UserError if the file cannot be read or a row is invalid
     */
    public RunsFile(Path file, RunSettings settings, String name, Environment environment) {
        this.file = file;
        this.lines = new LineFile(file);
        this.settings = settings;
        this.builtInHash = SettingsReader.unitHash(settings, Method.DENSE_MTL);
        settings.methods().stream()
                .filter(method -> !method.isBuiltIn())
                .forEach(method -> definedHashes.put(method.name(), SettingsReader.unitHash(settings, method)));
        this.name = name;
        this.environment = environment;
        if (Files.exists(file)) {
            read();
        }
    }

    private void read() {
        try {
            if (!lines.torn().isEmpty()) {
                refuseRowOfThisRun(lines.torn());
                refused.put(
                        "it has no line end, so it may be cut; the next row that is added moves it to " + torn(), 1);
            }
            read(lines.read());
        } catch (CsvParseException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage());
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + FileProblem.of(e));
        }
    }

    private void read(String text) throws IOException {
        Map<List<String>, Boolean> same = new HashMap<>();
        Map<UnitKey, Line> known = new HashMap<>();
        Map<List<String>, Optional<String>> differenceOfReaders = new HashMap<>();
        requireColumns(text);
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(text)) {
            for (NamedCsvRecord row : rows) {
                if (row.getFieldCount() != COLUMNS.length) {
                    throw new UserError("%s:%d: %d columns: expected %d; correct or remove the row"
                            .formatted(file, row.getStartingLineNumber(), row.getFieldCount(), COLUMNS.length));
                }
                String method = row.getField("method");
                String kind = Method.named(method).isPresent() ? "" : method; // all built-in methods have the same hash
                List<String> settingsAndKind = List.of(row.getField("settings"), kind);
                if (same.computeIfAbsent(settingsAndKind, key -> isSame(key.getFirst(), method))) {
                    add(row, known);
                } else {
                    differenceOfReaders
                            .computeIfAbsent(settingsAndKind, key -> differenceOfReaders(key.getFirst(), method))
                            .ifPresent(reason -> refused.merge(reason, 1, Integer::sum));
                }
            }
        }
    }

    private void requireColumns(String text) throws IOException {
        try (CsvReader<CsvRecord> lines = CsvReader.builder().ofCsvRecord(text)) {
            List<String> columns =
                    lines.stream().findFirst().map(CsvRecord::getFields).orElse(List.of(COLUMNS));
            if (!columns.equals(List.of(COLUMNS))) {
                throw new UserError(file + " has the columns " + MessageText.names(columns) + ": expected "
                        + String.join(", ", COLUMNS));
            }
        }
    }

    /**
     * Refuses a last row without a line end if it is one that this run would take. The program cannot know whether its last number is cut,
     * so the user must decide.
     */
    private void refuseRowOfThisRun(String row) throws IOException {
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().ofNamedCsvRecord(String.join(",", COLUMNS) + "\n" + row)) {
            for (NamedCsvRecord last : rows) {
                boolean own = last.getFieldCount() == COLUMNS.length
                        && isSame(last.getField("settings"), last.getField("method"))
                        && settings.seeds().stream().map(String::valueOf).anyMatch(last.getField("seed")::equals);
                if (own) {
                    throw new UserError(
                            "%s: the last row, of %s with seed %s, has no line end, so it may be cut: add the line"
                                            .formatted(file, last.getField("method"), last.getField("seed"))
                                    + " end if it is whole, else remove the row, and its unit is done again");
                }
            }
        } catch (CsvParseException e) {
            // the text ends within quotes, so it is not a row
        }
    }

    /** The file that receives a last line without a line end. */
    private Path torn() {
        return file.resolveSibling(file.getFileName() + ".torn");
    }

    /** A result and the number of its first line. */
    private record Line(UnitResult result, long number) {}

    /** @throws UserError if an earlier row of the same unit has other metrics */
    private void add(NamedCsvRecord row, Map<UnitKey, Line> lines) {
        UnitResult result = result(row);
        Line before = lines.putIfAbsent(result.key(), new Line(result, row.getStartingLineNumber()));
        if (before == null) {
            results.add(result);
        } else if (!before.result().took(0).on(0).equals(result.took(0).on(0))) {
            throw new UserError(
                    "%s:%d: other metrics of %s than in line %d: expected one row per unit; remove one of them"
                            .formatted(file, row.getStartingLineNumber(), result.key(), before.number()));
        }
    }

    /** The hash of a method's units under this run's settings; empty if neither the program nor this run defines the method. */
    private Optional<String> hash(String method) {
        return Method.named(method).isPresent()
                ? Optional.of(builtInHash)
                : Optional.ofNullable(definedHashes.get(method));
    }

    /**
     * True if the settings behind a row's hash equal those of this run, apart from settings that the row's method does not depend on. A
     * setting that did not exist when the row was written has the value of its preset.
     */
    private boolean isSame(String other, String method) {
        Optional<String> own = hash(method);
        if (own.isEmpty() || other.equals(own.get()) || !Files.exists(settingsFile(other))) {
            return own.isPresent() && other.equals(own.get());
        }
        return kept(other)
                .flatMap(settings -> method(settings, method).map(known -> SettingsReader.unitHash(settings, known)))
                .filter(own.get()::equals)
                .isPresent();
    }

    /** The reason to refuse a row if its settings differ only in the version of the data reader; empty for any other row. */
    private Optional<String> differenceOfReaders(String other, String method) {
        if (!Files.exists(settingsFile(other))) {
            return Optional.empty();
        }
        return kept(other)
                .flatMap(settings -> ReaderVersion.difference(settings.data(), this.settings.data())
                        .filter(reason -> method(settings, method)
                                .map(known -> SettingsReader.unitHash(
                                        SettingsReader.read(Map.of("data", this.settings.data()), settings), known))
                                .equals(hash(method))));
    }

    private Optional<RunSettings> kept(String hash) {
        SettingsTree kept = SettingsTree.read(settingsFile(hash));
        return Preset.under(kept).map(preset -> SettingsReader.read(kept.over(preset.tree())));
    }

    private static Optional<Method> method(RunSettings settings, String name) {
        return Method.named(name)
                .or(() -> settings.methods().stream()
                        .filter(method -> method.name().equals(name))
                        .findFirst());
    }

    private Path settingsFile(String ofHash) {
        return file.resolveSibling(SETTINGS).resolve(ofHash + ".yaml");
    }

    private UnitResult result(NamedCsvRecord row) {
        try {
            UnitKey key = new UnitKey(
                    row.getField("protocol"),
                    row.getField("method"),
                    Long.parseLong(row.getField("seed")),
                    row.getField("variant"));
            return result(key, Double.parseDouble(row.getField("seconds")), row.getField("metrics"))
                    .on(Integer.parseInt(row.getField("vector_bits")));
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ":" + row.getStartingLineNumber() + ": " + e.getMessage());
        }
    }

    private static UnitResult result(UnitKey key, double seconds, String metrics) {
        if (metrics.startsWith(UnitResult.DIVERGED)) {
            return new UnitResult(key, List.of(), List.of(), List.of(), List.of(), seconds, metrics, null);
        }
        Map<String, Double> main = new LinkedHashMap<>();
        Map<String, Map<String, Double>> others = new LinkedHashMap<>();
        List<UnitResult.Score> scores = new ArrayList<>();
        for (String metric : metrics.split(";")) {
            String[] sides = metric.split("=");
            String[] name = sides[0].split("/", 3);
            if (sides.length != 2) {
                throw new IllegalArgumentException("metric \"" + metric + "\": expected name=value");
            }
            double value = Decimal.parse(sides[1]);
            Check.that(Math.abs(value) <= MOST, metric + ": expected -1 to 1");
            switch (name.length) {
                case 1 -> main.put(name[0], value);
                case 2 ->
                    others.computeIfAbsent(name[0], task -> new LinkedHashMap<>())
                            .put(name[1], value);
                default -> scores.add(UnitResult.Score.under(name[1] + "/" + name[2], name[0], value));
            }
        }
        main.forEach(
                (task, value) -> scores.add(UnitResult.Score.of(task, value, others.getOrDefault(task, Map.of()))));
        return new UnitResult(key, scores, List.of(), List.of(), List.of(), seconds, null, null);
    }

    /** The results in the order of the rows. */
    public List<UnitResult> results() {
        return List.copyOf(results);
    }

    /**
     * The number of refused rows, by the reason in words. A row is refused if only the version of the data reader differs, or if it has no
     * line end.
     */
    public Map<String, Integer> refused() {
        return Map.copyOf(refused);
    }

    /**
     * Creates the file unless it exists. Without it the run would fail when its first unit is done.
     *
     * @throws UserError if the file cannot be written
     */
    void begin() {
        try {
            Files.createDirectories(file.resolveSibling(SETTINGS));
            lines.create();
        } catch (IOException e) {
            throw Unwritable.of("--runs", file, e);
        }
    }

    /** A finished unit, and the commit of the program that did it. */
    record Row(UnitResult result, String commit) {}

    /**
     * Appends the rows of this run that the file lacks. The file is read again, as another run may have added some of them.
     *
     * @throws UserError if the file cannot be written
     */
    void appendMissing(Collection<Row> rows) {
        Set<UnitKey> known = new RunsFile(file, settings, name, environment)
                .results.stream().map(UnitResult::key).collect(Collectors.toSet());
        try {
            for (Row row : rows) {
                UnitKey unit = row.result().key();
                if (hash(unit.method()).isPresent() && !known.contains(unit)) {
                    append(row);
                }
            }
        } catch (IOException e) {
            throw Unwritable.of("--runs", file, e);
        }
    }

    /** Appends the row of a unit that this program did. */
    void append(UnitResult result) throws IOException {
        append(new Row(result, environment.commit()));
    }

    private void append(Row row) throws IOException {
        UnitResult result = row.result();
        String hash = hash(result.key().method()).orElseThrow();
        if (!Files.exists(settingsFile(hash))) {
            AtomicFile.write(settingsFile(hash), SettingsReader.text(settings));
        }
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            if (lines.read().isBlank()) {
                csv.writeRecord(COLUMNS);
            }
            UnitKey key = result.key();
            csv.writeRecord(
                    hash,
                    name,
                    row.commit(),
                    String.valueOf(Objects.requireNonNullElse(result.vectorBits(), environment.vectorBits())),
                    key.protocol(),
                    key.method(),
                    String.valueOf(key.seed()),
                    key.variant(),
                    String.valueOf(Math.round(result.seconds() * 10) / 10.0),
                    metrics(result));
        }
        String behind = lines.torn();
        if (!behind.isEmpty()) {
            new LineFile(torn()).append(behind + "\n");
        }
        lines.append(text.toString());
        results.add(result);
    }

    /** The text of the metrics. Java writes a double so that reading it gives the same bits. */
    private static String metrics(UnitResult result) {
        if (result.diverged() != null) {
            return result.diverged();
        }
        List<String> metrics = new ArrayList<>();
        for (UnitResult.Score score : result.scores()) {
            String condition = score.condition().isEmpty() ? "" : "/" + score.condition();
            metrics.add(score.task() + condition + "=" + score.value());
            score.others().forEach((metric, value) -> metrics.add(score.task() + "/" + metric + "=" + value));
        }
        return String.join(";", metrics);
    }
}
