package panamoe.trainer.tasks.files;

import org.jspecify.annotations.Nullable;

/**
 * A row of a file as it stands there.
 *
 * @param line where it begins, from 1
 * @param text the text, or the first of two
 * @param pair the second text; null in a task of one text
 * @param answer its label or score; null where it has none
 * @param group what it must not be parted from in a draw of splits; null where the task names no such column
 * @param problem why it has no text or answer where it should; null for a sound row
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

    /** The place for messages. */
    String place() {
        return file + ":" + line;
    }
}
