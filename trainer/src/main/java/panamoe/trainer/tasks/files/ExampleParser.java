package panamoe.trainer.tasks.files;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Blank;
import panamoe.trainer.common.Decimal;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.Nearest;
import panamoe.trainer.common.Surrogates;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.NormalForm;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.files.TaskEntry.Field;
import panamoe.trainer.tasks.files.TaskEntry.Format;
import panamoe.trainer.tasks.files.TaskEntry.Layout;

/**
 * Converts rows to examples.
 *
 * @param labels label indices by the label as written in the files; empty for a regression task
 */
record ExampleParser(TaskEntry entry, Map<String, Integer> labels) {

    /** A row that does not match the manifest. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        private final String remedy;

        Malformed(String problem) {
            this(problem, "");
        }

        /** @param remedy what to do if the row is correct; appended to the problem; may be empty */
        Malformed(String problem, String remedy) {
            super(problem);
            this.remedy = remedy;
        }

        String remedy() {
            return remedy;
        }
    }

    /** The example of a row; null if the row belongs to another task. */
    @Nullable
    Example parse(Row row) throws Malformed {
        String text = text(row, "text", row.text());
        String pair = entry.pair() ? text(row, "pair", row.pair()) : null;
        ScoreRange range = entry.answers().range();
        if (range != null) {
            return Example.scored(text, pair, score(row, range));
        }
        String answer = label(row);
        Integer label = labels.get(answer);
        if (label == null && entry.answers().leaveOutOtherLabels()) {
            return null;
        }
        if (label == null) {
            throw new Malformed(
                    "label " + MessageText.quoted(answer) + ": expected one of " + MessageText.names(labels.keySet())
                            + Nearest.hint(answer, labels.keySet()) + headerHint(row),
                    "; add it to tasks." + entry.name() + ".labels, or set other-labels: leave-out");
        }
        return new Example(text, pair, label);
    }

    /** Checks the texts of an unlabelled row. */
    void checkUnlabelled(Row row) throws Malformed {
        text(row, "text", row.text());
        if (entry.pair()) {
            text(row, "pair", row.pair());
        }
    }

    /** The label of a row as written in the file, without white space at its ends. */
    String label(Row row) throws Malformed {
        String label = DataText.stripped(written("label", row.answer()));
        if (Blank.is(label)) {
            throw new Malformed("blank label");
        }
        return label;
    }

    /**
     * The group of a row: a split draw keeps the examples of a group together. If the group column is a text column, texts with the
     * same {@link NormalForm} are one group; else equal values are.
     */
    String group(Row row, Example example) throws Malformed {
        String column = entry.groupColumn().orElseThrow();
        if (isColumnOf(Field.TEXT, column)) {
            return NormalForm.of(example.text());
        }
        if (example.pair() != null && isColumnOf(Field.PAIR, column)) {
            return NormalForm.of(example.pair());
        }
        String group = DataText.stripped(
                written("value of column " + MessageText.quoted(column) + " for the group", row.group()));
        if (Blank.is(group)) {
            throw new Malformed("blank value of column " + MessageText.quoted(column) + " for the group");
        }
        return group;
    }

    private boolean isColumnOf(Field field, String column) {
        return entry.layout().pattern() != null
                ? column.equals(field.word())
                : column.equals(entry.layout().columns().get(field));
    }

    private double score(Row row, ScoreRange range) throws Malformed {
        String written = DataText.stripped(written("score", row.answer()));
        double score;
        try {
            score = Decimal.parse(written);
        } catch (NumberFormatException e) {
            throw new Malformed("score " + e.getMessage() + headerHint(row));
        }
        if (!range.contains(score)) {
            throw new Malformed(
                    "score " + MessageText.cut(written) + ": expected one from " + range.low() + " to " + range.high());
        }
        return score;
    }

    /** A hint for the first row of a table, which may be a header. */
    private String headerHint(Row row) {
        Layout layout = entry.layout();
        boolean table = layout.format() == Format.TSV || layout.format() == Format.CSV;
        return table && !layout.header() && row.line() == 1
                ? ", or header: true if the first row names the columns"
                : "";
    }

    private String text(Row row, String what, @Nullable String written) throws Malformed {
        if (row.problem() != null) {
            throw new Malformed(row.problem());
        }
        String text = written(what, written);
        for (Pattern strip : entry.layout().strip()) {
            text = stripped(strip, text);
        }
        text = entry.layout().strip().isEmpty()
                ? DataText.stripped(text)
                : DataText.stripped(text.replaceAll("\\s+", " "));
        if (Blank.is(text)) {
            throw new Malformed("blank " + what);
        }
        return text;
    }

    private static String stripped(Pattern strip, String text) throws Malformed {
        try {
            return strip.matcher(text).replaceAll(" ");
        } catch (StackOverflowError e) { // java.util.regex recurses once per repetition of an alternative
            throw new Malformed("a text of " + text.length() + " characters overflows the stack with strip "
                    + MessageText.cut(strip.toString()) + ": expected an expression without a repeated alternative");
        }
    }

    private String written(String what, @Nullable String written) throws Malformed {
        if (written == null) {
            throw new Malformed("no " + what);
        }
        if (written.indexOf(DataFiles.NO_TEXT) >= 0) {
            throw new Malformed("bytes that are not valid in " + entry.layout().encoding()
                    + ": set encoding to that of the file, such as windows-1252");
        }
        int half = Surrogates.unpaired(written);
        if (half >= 0) {
            throw new Malformed("%s has the unpaired UTF-16 surrogate \\u%04x: expected a surrogate pair"
                    .formatted(what, (int) written.charAt(half)));
        }
        return written;
    }
}
