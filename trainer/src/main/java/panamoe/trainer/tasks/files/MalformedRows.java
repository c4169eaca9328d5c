package panamoe.trainer.tasks.files;

import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.UserError;

/** What becomes of rows that are not as the manifest says: the first one is refused, or all are left out and counted. */
public final class MalformedRows {

    /** The two ways. */
    public enum Mode {
        /** The first malformed row ends the reading. */
        STRICT,
        /** Malformed rows are left out and counted. */
        SKIP
    }

    private final Mode mode;
    private int count;
    private @Nullable String first;

    MalformedRows(Mode mode) {
        this.mode = mode;
    }

    /** Counts a row. @throws UserError in strict mode */
    void add(Row row, String problem) {
        String message = row.place() + ": " + problem;
        if (mode == Mode.STRICT) {
            throw new UserError(message + "; --malformed skip leaves such rows out");
        }
        count++;
        first = first == null ? message : first;
    }

    /** The number of rows that were left out. */
    public int count() {
        return count;
    }

    /** The place and problem of the first row that was left out; null if none was. */
    public @Nullable String first() {
        return first;
    }
}
