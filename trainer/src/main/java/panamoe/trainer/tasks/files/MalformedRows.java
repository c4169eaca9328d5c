package panamoe.trainer.tasks.files;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;

/**
 * Handles rows that do not match the manifest. Strict mode refuses the first one; skip mode leaves all of them out and counts them.
 */
public final class MalformedRows {

    /** The handling of malformed rows. */
    public enum Mode {
        /** The first malformed row stops the reading with an error. */
        STRICT,
        /** Malformed rows are left out and counted. */
        SKIP
    }

    /**
     * The malformed rows of a task that were left out.
     *
     * @param count the number of rows
     * @param first the place and problem of the first row
     */
    record LeftOut(int count, String first) {}

    private final Mode mode;
    private final Map<String, LeftOut> byTask = new LinkedHashMap<>();

    MalformedRows(Mode mode) {
        this.mode = mode;
    }

    /** Counts a malformed row of a task. @throws UserError in strict mode */
    void add(TaskEntry task, Row row, ExampleParser.Malformed problem) {
        String message = MessageText.line(row.place() + ": " + problem.getMessage());
        if (mode == Mode.STRICT) {
            throw new UserError(message + problem.remedy() + "; --malformed skip leaves such rows out");
        }
        byTask.merge(
                task.name(), new LeftOut(1, message), (before, one) -> new LeftOut(before.count() + 1, before.first()));
    }

    /** The rows of one task that were left out; empty if there are none. */
    Optional<LeftOut> of(String task) {
        return Optional.ofNullable(byTask.get(task));
    }

    /** A note on the malformed rows of a task, appended to an error about missing examples; empty if no row was left out. */
    String hint(String task) {
        return of(task).map(
                        left -> "; malformed rows left out: %d, the first at %s".formatted(left.count(), left.first()))
                .orElse("");
    }

    /** The number of rows that were left out. */
    public int count() {
        return byTask.values().stream().mapToInt(LeftOut::count).sum();
    }

    /** The place and problem of the first row that was left out; null if there is none. */
    public @Nullable String first() {
        return byTask.values().stream().map(LeftOut::first).findFirst().orElse(null);
    }
}
