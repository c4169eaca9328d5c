package panamoe.trainer.tasks.files;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.tasks.files.TaskEntry.Source;

/** Reads one row per line: the whole line is the text, or the pattern of the task extracts the fields. Blank lines are skipped. */
record LinesReader(TaskEntry entry, DataFiles files) implements RowReader {

    @Override
    public void read(Source source, Consumer<Row> rows) {
        String[] lines =
                DataText.lines(files.textOfLines(source.file(), entry.layout().encoding()));
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isBlank()) {
                rows.accept(row(source, i + 1, lines[i]));
            }
        }
    }

    private Row row(Source source, int number, String line) {
        Pattern pattern = entry.layout().pattern();
        if (pattern == null) {
            return new Row(source.file(), number, line, null, source.label(), null, null);
        }
        Matcher matcher = pattern.matcher(line);
        boolean matches;
        try {
            matches = matcher.matches();
        } catch (StackOverflowError e) { // java.util.regex recurses once per repetition of an alternative
            return Row.malformed(
                    source.file(),
                    number,
                    "a line of " + line.length() + " characters overflows the stack with the pattern "
                            + MessageText.cut(pattern.toString())
                            + ": expected one without a repeated alternative, such as [^\"]*");
        }
        if (!matches) {
            return Row.malformed(
                    source.file(), number, "does not match the pattern " + MessageText.cut(pattern.toString()));
        }
        String answer = entry.answers().field().word();
        String text = matcher.group("text");
        return new Row(
                source.file(),
                number,
                text == null ? "" : text,
                group(matcher, "pair"),
                source.label() != null ? source.label() : source.labelled() ? group(matcher, answer) : null,
                entry.groupColumn().map(matcher::group).orElse(null),
                null);
    }

    private static @Nullable String group(Matcher matcher, String name) {
        return matcher.namedGroups().containsKey(name) ? matcher.group(name) : null;
    }
}
