package panamoe.trainer.tasks.files;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.files.TaskEntry.Field;

/**
 * Makes examples of rows.
 *
 * @param labels indices by what stands in the files; empty for a regression task
 */
record ExampleParser(TaskEntry entry, Map<String, Integer> labels) {

    /** A row that is not as the manifest says. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String problem) {
            super(problem);
        }
    }

    /** The row's example; null if the row belongs to another task. */
    @Nullable
    Example parse(Row row) throws Malformed {
        String text = text(row, "text", row.text());
        String pair = entry.pair() ? text(row, "pair", row.pair()) : null;
        if (entry.answers().field() == Field.SCORE) {
            return Example.scored(text, pair, score(row.answer()));
        }
        Integer label = labels.get(answer(row));
        if (label == null && entry.answers().leaveOutOtherLabels()) {
            return null;
        }
        if (label == null) {
            throw new Malformed(
                    "label \"" + row.answer() + "\": expected one of " + String.join(", ", labels.keySet()));
        }
        return new Example(text, pair, label);
    }

    /** Checks a row that has no answer. */
    void checkUnlabelled(Row row) throws Malformed {
        text(row, "text", row.text());
        if (entry.pair()) {
            text(row, "pair", row.pair());
        }
    }

    private String answer(Row row) throws Malformed {
        if (row.answer() == null) {
            throw new Malformed("no label");
        }
        return row.answer().strip();
    }

    private double score(@Nullable String written) throws Malformed {
        try {
            double score = Double.parseDouble(written == null ? "" : written.strip());
            if (entry.answers().range().contains(score)) {
                return score;
            }
        } catch (NumberFormatException e) {
            throw new Malformed("score \"" + written + "\": expected a number");
        }
        throw new Malformed("score " + written + ": expected one from "
                + entry.answers().range().low() + " to "
                + entry.answers().range().high());
    }

    private String text(Row row, String what, @Nullable String written) throws Malformed {
        if (row.problem() != null) {
            throw new Malformed(row.problem());
        }
        if (written == null) {
            throw new Malformed("no " + what);
        }
        if (written.indexOf(DataFiles.NO_TEXT) >= 0) {
            throw new Malformed(
                    "bytes that are not valid in " + entry.layout().encoding() + ": give the file's encoding");
        }
        String text = written;
        for (Pattern strip : entry.layout().strip()) {
            text = strip.matcher(text).replaceAll(" ");
        }
        text = entry.layout().strip().isEmpty()
                ? text.strip()
                : text.replaceAll("\\s+", " ").strip();
        if (text.isEmpty()) {
            throw new Malformed("blank " + what);
        }
        return text;
    }
}
