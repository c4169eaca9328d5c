package panamoe.trainer.experiment;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.common.Environment;
import panamoe.trainer.common.UserError;
import panamoe.trainer.experiment.protocol.RunSettings;
import panamoe.trainer.experiment.protocol.UnitKey;
import panamoe.trainer.experiment.protocol.UnitResult;
import panamoe.trainer.experiment.unseen.GateStart;

/**
 * A CSV file of what units measured, a row each, that outlives folders and machines: a run that is given the file takes from it the
 * units that it would do itself, and adds those that it does. Curves and routing are not in it. Beside it, {@code
 * settings/<hash>.yaml} has the settings behind each hash, so that rows stay known by them when the program has learnt new settings,
 * which change every hash: what a kept file does not name is as in its preset, so a new setting must come into the presets with the
 * value that leaves everything as it was, or be added to the kept files.
 *
 * <p>Columns: {@code settings}, the hash of all settings that a unit depends on, which are all but the lists of protocols, methods
 * and seeds, and a {@code name} for a reader; {@code commit} and {@code vector_bits} of the program that did it; {@code protocol}, {@code method}, {@code seed},
 * {@code variant}: its key; {@code seconds}; {@code metrics}: {@code task=value} in the main metric, {@code task/metric=value} in
 * another one, {@code task/start/shots/draw=value} of few-shot learning, with semicolons between.
 */
public final class RunsFile {

    private static final String[] COLUMNS = {
        "settings", "name", "commit", "vector_bits", "protocol", "method", "seed", "variant", "seconds", "metrics"
    };

    private final Path file;
    private final RunSettings settings;
    private final String hash;
    private final String name;
    private final Environment environment;
    private final List<UnitResult> results = new ArrayList<>();

    /**
     * Reads the rows of these settings; a file that does not exist has none.
     *
     * @param name of the settings, which tells no rows apart
     * @param environment of the program that will add rows
     * @throws UserError if the file cannot be read or is not such a file
     */
    public RunsFile(Path file, RunSettings settings, String name, Environment environment) {
        this.file = file;
        this.settings = settings;
        this.hash = SettingsYaml.unitHash(settings);
        this.name = name;
        this.environment = environment;
        if (Files.exists(file)) {
            read();
        }
    }

    private void read() {
        Map<String, Boolean> same = new HashMap<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : rows) {
                if (!row.getHeader().equals(List.of(COLUMNS))) {
                    throw new UserError(
                            file + " has the columns " + row.getHeader() + ": expected " + String.join(", ", COLUMNS));
                }
                if (same.computeIfAbsent(row.getField("settings"), this::isSame)) {
                    results.add(result(row));
                }
            }
        } catch (CsvParseException | IOException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Whether the settings behind a hash are these, all that was not yet a setting then being as in the preset. */
    private boolean isSame(String other) {
        if (other.equals(hash) || !Files.exists(settingsFile(other))) {
            return other.equals(hash);
        }
        SettingsFile kept = SettingsFile.read(settingsFile(other));
        return kept.word("preset")
                .flatMap(Preset::named)
                .map(preset ->
                        SettingsYaml.unitHash(kept.over(preset.settings())).equals(hash))
                .orElse(false);
    }

    private Path settingsFile(String ofHash) {
        return file.resolveSibling("settings").resolve(ofHash + ".yaml");
    }

    private UnitResult result(NamedCsvRecord row) {
        try {
            UnitKey key = new UnitKey(
                    row.getField("protocol"),
                    row.getField("method"),
                    Long.parseLong(row.getField("seed")),
                    row.getField("variant"));
            return result(key, Double.parseDouble(row.getField("seconds")), row.getField("metrics"));
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ":" + row.getStartingLineNumber() + ": " + e.getMessage());
        }
    }

    private static UnitResult result(UnitKey key, double seconds, String metrics) {
        Map<String, Double> main = new LinkedHashMap<>();
        Map<String, Map<String, Double>> others = new LinkedHashMap<>();
        List<UnitResult.FewShotScore> fewShot = new ArrayList<>();
        for (String metric : metrics.split(";")) {
            String[] sides = metric.split("=");
            String[] name = sides[0].split("/");
            if (sides.length != 2) {
                throw new IllegalArgumentException("metric \"" + metric + "\": expected name=value");
            }
            double value = Double.parseDouble(sides[1]);
            switch (name.length) {
                case 1 -> main.put(name[0], value);
                case 2 ->
                    others.computeIfAbsent(name[0], task -> new LinkedHashMap<>())
                            .put(name[1], value);
                case 4 ->
                    fewShot.add(new UnitResult.FewShotScore(
                            name[0], start(name[1]), Integer.parseInt(name[2]), Integer.parseInt(name[3]), value));
                default ->
                    throw new IllegalArgumentException("metric \"" + metric
                            + "\": expected task, task/metric or task/start/shots/draw before the equals sign");
            }
        }
        List<UnitResult.Score> scores = main.entrySet().stream()
                .map(score -> new UnitResult.Score(
                        score.getKey(), score.getValue(), others.getOrDefault(score.getKey(), Map.of())))
                .toList();
        return new UnitResult(key, scores, fewShot, List.of(), List.of(), List.of(), seconds);
    }

    private static GateStart start(String label) {
        for (GateStart start : GateStart.values()) {
            if (start.label().equals(label)) {
                return start;
            }
        }
        throw new IllegalArgumentException("unknown gate start \"" + label + "\"");
    }

    /** What the rows say, in their order. */
    public List<UnitResult> results() {
        return List.copyOf(results);
    }

    /** Adds a row. */
    void append(UnitResult result) throws IOException {
        if (!Files.exists(settingsFile(hash))) {
            AtomicFile.write(settingsFile(hash), SettingsYaml.text(settings));
        }
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            if (!Files.exists(file)) {
                csv.writeRecord(COLUMNS);
            }
            UnitKey key = result.key();
            csv.writeRecord(
                    hash,
                    name,
                    environment.commit(),
                    String.valueOf(environment.vectorBits()),
                    key.protocol(),
                    key.method(),
                    String.valueOf(key.seed()),
                    key.variant(),
                    String.valueOf(Math.round(result.seconds() * 10) / 10.0),
                    metrics(result));
        }
        Files.writeString(file, text.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        results.add(result);
    }

    /** Values are written so that reading gives the same bits. */
    private static String metrics(UnitResult result) {
        List<String> metrics = new ArrayList<>();
        for (UnitResult.Score score : result.scores()) {
            metrics.add(score.task() + "=" + score.value());
            score.others().forEach((metric, value) -> metrics.add(score.task() + "/" + metric + "=" + value));
        }
        for (UnitResult.FewShotScore score : result.fewShot()) {
            metrics.add(String.join(
                            "/",
                            score.target(),
                            score.start().label(),
                            String.valueOf(score.shots()),
                            String.valueOf(score.draw()))
                    + "="
                    + score.value());
        }
        return String.join(";", metrics);
    }
}
