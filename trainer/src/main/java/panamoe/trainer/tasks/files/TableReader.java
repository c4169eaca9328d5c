package panamoe.trainer.tasks.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.files.TaskEntry.Field;
import panamoe.trainer.tasks.files.TaskEntry.Source;

/**
 * Rows of fields with a separator between them. Where a task has quotes, fields follow RFC 4180 and may span lines; otherwise a
 * quote is text and every line a row. Empty lines are none.
 */
record TableReader(TaskEntry entry, DataFiles files, char separator) implements RowReader {

    private record Fields(long line, List<String> values) {}

    @Override
    public void read(Source source, Consumer<Row> rows) {
        String text = files.text(source.file(), entry.layout().encoding());
        List<Fields> records = entry.layout().quotes() ? quoted(source.file(), text) : plain(text);
        if (records.isEmpty()) {
            throw new UserError(source.file() + ": no rows");
        }
        List<String> first = records.getFirst().values();
        Map<Field, Integer> places = new EnumMap<>(Field.class);
        entry.layout().columns().forEach((field, column) -> {
            boolean answer = field == entry.answers().field();
            if (!answer || source.labelled() && source.label() == null) {
                places.put(field, place(source.file(), column, first));
            }
        });
        for (Fields record : records.subList(entry.layout().header() ? 1 : 0, records.size())) {
            rows.accept(row(source, record, first.size(), places));
        }
    }

    private List<Fields> quoted(String file, String text) {
        MutableList<Fields> records = Lists.mutable.empty();
        var reader = CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(Math.max(1 << 24, text.length() + 1))
                .ofCsvRecord(text);
        try {
            for (CsvRecord record : reader) {
                records.add(new Fields(record.getStartingLineNumber(), record.getFields()));
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
        String[] lines = DataFiles.lines(text);
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isEmpty()) {
                records.add(new Fields(i + 1, List.of(lines[i].split(String.valueOf(separator), -1))));
            }
        }
        return records;
    }

    /** The index of a column that is given by its name or its number from 1. */
    private int place(String file, String column, List<String> first) {
        int named = entry.layout().header() ? first.indexOf(column) : -1;
        if (named >= 0) {
            return named;
        }
        if (column.matches("\\d{1,4}")) {
            int number = Integer.parseInt(column);
            if (number >= 1 && number <= first.size()) {
                return number - 1;
            }
        }
        throw new UserError(file + ": no column \"" + column + "\": expected "
                + (entry.layout().header() ? "one of " + String.join(", ", first) + ", or" : "")
                + " a number from 1 to "
                + first.size());
    }

    private Row row(Source source, Fields record, int width, Map<Field, Integer> places) {
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
                record.values().get(places.get(Field.TEXT)),
                field(record, places.get(Field.PAIR)),
                answer,
                null);
    }

    private static @Nullable String field(Fields record, @Nullable Integer place) {
        return place == null ? null : record.values().get(place);
    }
}
