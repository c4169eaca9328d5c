package panamoe.trainer.tasks.files;

import org.jspecify.annotations.Nullable;

/**
 * A row of a file as written there.
 *
 * @param line the number of its first line, from 1
 * @param text the text, or the first of two
 * @param pair the second text; null in a task of one text
 * @param answer its label or score; null for an unlabelled row
 * @param group the value of its group column; null if the task has no group column
 * @param problem the reason why the row is malformed; null for a sound row
 */
record Row(
        String file,
        long line,
        String text,
        @Nullable String pair,
        @Nullable String answer,
        @Nullable String group,
        @Nullable String problem) {

    static Row malformed(String file, long line, String problem) {
        return new Row(file, line, "", null, null, null, problem);
    }

    /** The place of the row in messages, {@code file:line}. */
    String place() {
        return file + ":" + line;
    }
}
