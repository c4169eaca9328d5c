package panamoe.trainer.product.training;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import panamoe.trainer.common.AtomicFile;
import panamoe.trainer.common.LineFile;
import panamoe.trainer.common.Sha256;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files that a training appends to: the losses of all steps and the evaluations. A last line without its line feed is ignored: the
 * process was stopped while it wrote the line.
 *
 * @param folder of the training
 */
record TrainingRecords(Path folder) {

    /** The losses of all steps: {@code step,task,loss}. */
    static final String LOSSES = "losses.csv";

    /** The evaluations, a line each. */
    static final String EVALUATIONS = "evaluations.jsonl";

    private static final List<String> COLUMNS = List.of("step", "task", "loss");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** The loss of a task in a step; steps are counted from 1. */
    record Loss(int step, String task, double loss) {}

    /** The losses in the file. @throws IOException if a line is malformed */
    List<Loss> losses() throws IOException {
        List<Loss> losses = new ArrayList<>();
        String lines = wholeLines(LOSSES);
        if (lines.isEmpty()) {
            return losses;
        }
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(lines)) {
            for (NamedCsvRecord row : rows) {
                losses.add(loss(row));
            }
        } catch (CsvParseException e) {
            throw new IOException(LOSSES + " is damaged", e);
        }
        return losses;
    }

    private static Loss loss(NamedCsvRecord row) throws IOException {
        try {
            if (row.getHeader().equals(COLUMNS) && row.getFieldCount() == COLUMNS.size()) {
                return new Loss(
                        Integer.parseInt(row.getField(0)), row.getField(1), Double.parseDouble(row.getField(2)));
            }
        } catch (NumberFormatException e) {
            throw new IOException(LOSSES + ", line " + row.getStartingLineNumber() + ", is no loss of a step", e);
        }
        throw new IOException(LOSSES + ", line " + row.getStartingLineNumber() + ", is no loss of a step");
    }

    /** The evaluations in the file. @throws IOException if a line is malformed */
    List<DevEvaluation> evaluations() throws IOException {
        List<DevEvaluation> evaluations = new ArrayList<>();
        for (String line : wholeLines(EVALUATIONS).lines().toList()) {
            evaluations.add(evaluation(line, evaluations.size() + 1));
        }
        return evaluations;
    }

    private static DevEvaluation evaluation(String line, int number) throws IOException {
        String problem = EVALUATIONS + ", line " + number + ", is no evaluation";
        try {
            DevEvaluation evaluation = MAPPER.readValue(line, DevEvaluation.class);
            if (evaluation != null) {
                return evaluation;
            }
        } catch (JacksonException e) {
            throw new IOException(problem, e);
        }
        throw new IOException(problem);
    }

    private String wholeLines(String name) throws IOException {
        return new LineFile(folder.resolve(name)).read();
    }

    /** The digest of both files. */
    String sha256() throws IOException {
        return Sha256.of(wholeLines(LOSSES) + wholeLines(EVALUATIONS));
    }

    /** The digest of files with these losses and evaluations. */
    static String sha256(List<Loss> losses, List<DevEvaluation> evaluations) throws IOException {
        return Sha256.of(lossesText(losses) + evaluationsText(evaluations));
    }

    /** Replaces both files. */
    void write(List<Loss> losses, List<DevEvaluation> evaluations) throws IOException {
        AtomicFile.write(folder.resolve(LOSSES), lossesText(losses));
        AtomicFile.write(folder.resolve(EVALUATIONS), evaluationsText(evaluations));
    }

    private static String lossesText(List<Loss> losses) throws IOException {
        return String.join(",", COLUMNS) + "\n" + text(losses);
    }

    private static String evaluationsText(List<DevEvaluation> evaluations) {
        return evaluations.stream().map(TrainingRecords::line).collect(Collectors.joining());
    }

    void append(List<Loss> losses) throws IOException {
        append(LOSSES, text(losses));
    }

    void append(DevEvaluation evaluation) throws IOException {
        append(EVALUATIONS, line(evaluation));
    }

    private static String text(List<Loss> losses) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            for (Loss loss : losses) {
                csv.writeRecord(String.valueOf(loss.step()), loss.task(), String.valueOf(loss.loss()));
            }
        }
        return text.toString();
    }

    private static String line(DevEvaluation evaluation) {
        return MAPPER.writeValueAsString(evaluation) + "\n";
    }

    private void append(String name, String text) throws IOException {
        new LineFile(folder.resolve(name)).append(text);
    }
}
