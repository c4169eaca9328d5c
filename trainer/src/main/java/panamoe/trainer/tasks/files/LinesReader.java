package panamoe.trainer.tasks.files;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.tasks.files.TaskEntry.Source;

/** A row per line: the text as a whole, or taken apart by the task's pattern. Blank lines are none. */
record LinesReader(TaskEntry entry, DataFiles files) implements RowReader {

    @Override
    public void read(Source source, Consumer<Row> rows) {
        String[] lines =
                DataFiles.lines(files.text(source.file(), entry.layout().encoding()));
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                rows.accept(row(source, i + 1, lines[i]));
            }
        }
    }

    private Row row(Source source, int number, String line) {
        Pattern pattern = entry.layout().pattern();
        if (pattern == null) {
            return new Row(source.file(), number, line, null, source.label(), null);
        }
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            return Row.malformed(source.file(), number, "does not match the pattern " + pattern);
        }
        String answer = entry.answers().field().name().toLowerCase(Locale.ROOT);
        return new Row(
                source.file(),
                number,
                matcher.group("text"),
                group(matcher, "pair"),
                source.label() != null ? source.label() : source.labelled() ? group(matcher, answer) : null,
                null);
    }

    private static @Nullable String group(Matcher matcher, String name) {
        return matcher.namedGroups().containsKey(name) ? matcher.group(name) : null;
    }
}
