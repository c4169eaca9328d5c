package panamoe.trainer.tasks.files;

import java.util.function.Consumer;
import panamoe.trainer.common.JsonProblem;
import panamoe.trainer.tasks.files.TaskEntry.Source;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Reads JSON Lines: one list or object per line. Blank lines are skipped. */
record JsonLinesReader(TaskEntry entry, DataFiles files) implements RowReader {

    @Override
    public void read(Source source, Consumer<Row> rows) {
        JsonRows json = new JsonRows(entry);
        String[] lines =
                DataText.lines(files.textOfLines(source.file(), entry.layout().encoding()));
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                rows.accept(row(json, source, i + 1, lines[i]));
            }
        }
    }

    private static Row row(JsonRows json, Source source, int number, String line) {
        try (JsonParser parser = JsonRows.parser(line)) {
            parser.nextToken();
            Row row = json.row(source, number, parser);
            return parser.nextToken() == null
                    ? row
                    : Row.malformed(
                            source.file(), number, "something follows the end of the JSON value: expected one value");
        } catch (JacksonException e) {
            return Row.malformed(source.file(), number, JsonProblem.of(e));
        }
    }
}
