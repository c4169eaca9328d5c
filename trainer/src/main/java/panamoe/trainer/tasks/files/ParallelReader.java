package panamoe.trainer.tasks.files;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.files.TaskEntry.Source;

/** Reads parallel files, in which line i of each file belongs to row i: texts, second texts of pairs, and labels or scores. */
record ParallelReader(TaskEntry entry, DataFiles files) implements RowReader {

    @Override
    public void read(Source source, Consumer<Row> rows) {
        String[] texts = lines(source.file());
        String[] pairs = correspondingLines(source, source.pairFile(), texts.length);
        String[] answers = correspondingLines(source, source.answerFile(), texts.length);
        for (int i = 0; i < texts.length; i++) {
            rows.accept(new Row(
                    source.file(),
                    i + 1,
                    texts[i],
                    pairs == null ? null : pairs[i],
                    answers == null ? null : answers[i],
                    null,
                    null));
        }
    }

    private String @Nullable [] correspondingLines(Source source, @Nullable String file, int expected) {
        if (file == null) {
            return null;
        }
        String[] lines = lines(file);
        if (lines.length != expected) {
            throw new UserError(
                    file + ": " + lines.length + " lines: expected " + expected + " as in " + source.file());
        }
        return lines;
    }

    private String[] lines(String file) {
        return DataText.lines(files.textOfLines(file, entry.layout().encoding()));
    }
}
