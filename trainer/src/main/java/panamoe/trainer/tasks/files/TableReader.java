package panamoe.trainer.tasks.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Decimal;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Nearest;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.files.TaskEntry.Field;
import panamoe.trainer.tasks.files.TaskEntry.Source;

/**
 * Reads tables of separated fields. If the task has quotes, fields follow RFC 4180 and may span lines; else a quote is text and
 * each line is a row. Empty lines are skipped.
 */
record TableReader(TaskEntry entry, DataFiles files, char separator) implements RowReader {

    /** A carriage return without a line feed: it is text. */
    private static final Pattern LONE_RETURN = Pattern.compile("\r(?!\n)");

    /** Replaces such a carriage return, at which FastCSV would end a row. It is a Unicode noncharacter, so no text contains it. */
    private static final char TEXT_RETURN = '\uFFFE';

    private record Fields(long line, List<String> values) {}

    @Override
    public void read(Source source, Consumer<Row> rows) {
        String text = files.textOfLines(source.file(), entry.layout().encoding());
        List<Fields> records = entry.layout().quotes() ? quoted(source.file(), text) : plain(text);
        if (records.isEmpty()) {
            throw new UserError(source.file() + ": no rows");
        }
        List<String> first = records.getFirst().values();
        Map<Field, Integer> places = new EnumMap<>(Field.class);
        entry.layout().columns().forEach((field, column) -> {
            boolean answer = field == entry.answers().field();
            if (!answer || source.labelled() && source.label() == null) {
                places.put(field, place("columns." + field.word(), source.file(), column, first));
            }
        });
        boolean drawnFrom = Lookup.in(entry.files(), Split.TRAIN).contains(source);
        Integer group = drawnFrom
                ? entry.groupColumn()
                        .map(column -> place("group", source.file(), column, first))
                        .orElse(null)
                : null;
        if (entry.layout().header()) {
            requireHeader(source.file(), records, places.get(entry.answers().field()));
        }
        for (Fields record : records.subList(entry.layout().header() ? 1 : 0, records.size())) {
            rows.accept(row(source, record, first.size(), places, group));
        }
    }

    /** Refuses a header whose label or score occurs in the rows: it is probably a row, which would be lost. */
    private void requireHeader(String file, List<Fields> records, @Nullable Integer answer) {
        List<String> header = records.getFirst().values();
        if (answer == null
                || header.get(answer)
                        .equals(entry.layout().columns().get(entry.answers().field()))) {
            return; // the column was found by its name, so the row is a header
        }
        String first = header.get(answer);
        boolean isRow = entry.answers().field() == Field.SCORE
                ? Decimal.is(DataText.stripped(first))
                : records.stream()
                        .skip(1)
                        .map(Fields::values)
                        .anyMatch(values ->
                                values.size() > answer && values.get(answer).equals(first));
        if (isRow) {
            throw new UserError(
                    "%s: header: true, but the first row has the %s %s like other rows: expected column names"
                                    .formatted(file, entry.answers().field().word(), MessageText.quoted(first))
                            + "; leave out header: true if the file has no header");
        }
    }

    private List<Fields> quoted(String file, String text) {
        MutableList<Fields> records = Lists.mutable.empty();
        String rows = LONE_RETURN.matcher(text).replaceAll(String.valueOf(TEXT_RETURN));
        var reader = CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(Math.max(1 << 24, text.length() + 1))
                .ofCsvRecord(rows);
        try {
            for (CsvRecord record : reader) {
                records.add(new Fields(
                        record.getStartingLineNumber(),
                        record.getFields().stream()
                                .map(field -> field.replace(TEXT_RETURN, '\r'))
                                .toList()));
            }
        } catch (CsvParseException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new UserError(file + ": after " + records.size() + " rows: " + e.getMessage()
                    + (reason == e ? "" : ": " + reason.getMessage()) + "; are its quotes text (quotes: false)?");
        }
        return records;
    }

    private List<Fields> plain(String text) {
        MutableList<Fields> records = Lists.mutable.empty();
        String[] lines = DataText.lines(text);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isEmpty()) {
                records.add(new Fields(i + 1, List.of(lines[i].split(String.valueOf(separator), -1))));
            }
        }
        return records;
    }

    private int place(String key, String file, String column, List<String> first) {
        return find(column, first)
                .orElseThrow(() -> new UserError("tasks.%s.%s: no column %s in %s: expected %s%s%s%s"
                        .formatted(
                                entry.name(),
                                key,
                                MessageText.quoted(column),
                                file,
                                entry.layout().header() ? "one of " + MessageText.names(first) + ", or " : "",
                                "a number from 1 to " + first.size(),
                                key.equals("group") ? ", or none" : "",
                                hint(column, first))));
    }

    /** A hint at the likely cause of a missing column; empty if there is none. */
    private String hint(String column, List<String> first) {
        if (!entry.layout().header() && first.contains(column)) {
            return "; the first row has that name: set header: true";
        }
        char other = separator == ',' ? '\t' : ',';
        if (first.size() == 1 && first.getFirst().indexOf(other) >= 0) {
            return separator == ','
                    ? "; the first row has tabs: is the format tsv?"
                    : "; the first row has commas and no tab: is the format csv?";
        }
        return entry.layout().header() ? Nearest.hint(column, first) : "";
    }

    /** The index, from 0, of a column that is given by its name or its number from 1; empty if there is no such column. */
    private Optional<Integer> find(String column, List<String> first) {
        int named = entry.layout().header() ? first.indexOf(column) : -1;
        if (named >= 0) {
            return Optional.of(named);
        }
        return Optional.of(column)
                .filter(given -> given.matches("\\d{1,4}"))
                .map(Integer::parseInt)
                .filter(number -> number >= 1 && number <= first.size())
                .map(number -> number - 1);
    }

    private Row row(Source source, Fields record, int width, Map<Field, Integer> places, @Nullable Integer group) {
        if (record.values().size() != width) {
            return Row.malformed(
                    source.file(),
                    record.line(),
                    record.values().size() + " fields: expected " + width + " as in the first row");
        }
        String answer = source.label() != null
                ? source.label()
                : field(record, places.get(entry.answers().field()));
        return new Row(
                source.file(),
                record.line(),
                record.values().get(Lookup.in(places, Field.TEXT)),
                field(record, places.get(Field.PAIR)),
                answer,
                field(record, group),
                null);
    }

    private static @Nullable String field(Fields record, @Nullable Integer place) {
        return place == null ? null : record.values().get(place);
    }
}
