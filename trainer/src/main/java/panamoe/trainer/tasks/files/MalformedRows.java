package panamoe.trainer.tasks.files;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.MessageText;
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

    /**
     * The rows of a task that were left out.
     *
     * @param count how many
     * @param first the place and problem of the first one
     */
    record LeftOut(int count, String first) {}

    private final Mode mode;
    private final Map<String, LeftOut> byTask = new LinkedHashMap<>();

    MalformedRows(Mode mode) {
        this.mode = mode;
    }

    /** Counts a row of a task. @throws UserError in strict mode */
    void add(TaskEntry task, Row row, ExampleParser.Malformed problem) {
        String message = MessageText.line(row.place() + ": " + problem.getMessage());
        if (mode == Mode.STRICT) {
            throw new UserError(message + problem.remedy() + "; --malformed skip leaves such rows out");
        }
        byTask.merge(
                task.name(), new LeftOut(1, message), (before, one) -> new LeftOut(before.count() + 1, before.first()));
    }

    /** Those of one task; empty if none were left out. */
    Optional<LeftOut> of(String task) {
        return Optional.ofNullable(byTask.get(task));
    }

    /** What to put behind a refusal for want of examples. */
    String hint(String task) {
        return of(task).map(left -> "; malformed rows of it that were left out: %d, the first at %s"
                        .formatted(left.count(), left.first()))
                .orElse("");
    }

    /** The number of rows that were left out. */
    public int count() {
        return byTask.values().stream().mapToInt(LeftOut::count).sum();
    }

    /** The place and problem of the first row that was left out; null if none was. */
    public @Nullable String first() {
        return byTask.values().stream().map(LeftOut::first).findFirst().orElse(null);
    }
}
