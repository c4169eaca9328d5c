package panamoe.trainer.product.lines;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Blank;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.UserError;
import panamoe.trainer.product.lines.LineParser.Row;
import panamoe.trainer.product.lines.LineReader.Line;

/** Reads the questions of a stream, line by line. */
public final class InputLines {

    /**
     * A question.
     *
     * @param line the line of the question
     * @param row the texts and the ID of the line; null if the line is blank
     */
    record Question(Line line, @Nullable Row row) {}

    private final String source;
    private final LineReader lines;
    private final InputColumns columns;
    private @Nullable LineParser parser;

    /**
     * Reads a stream, which the caller closes.
     *
     * @param source its name in messages
     * @param columns of a table or of objects
     */
    public InputLines(String source, InputStream in, InputFormat format, InputColumns columns) {
        this.source = source;
        this.lines = new LineReader(source, in);
        this.columns = columns;
        this.parser = switch (format) {
            case TEXT -> LineParser::text;
            case TSV -> null;
            case JSONL -> new JsonObjects(columns);
        };
    }

    /** True if {@link #next} returns without waiting for input. @throws UserError if the stream cannot be read */
    boolean isReady() {
        try {
            return lines.isReady();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * The next question; null after the last.
     *
     * @throws UserError if a line is not in the format, or the stream cannot be read
     */
    @Nullable
    Question next() {
        try {
            Line line = lines.next();
            if (parser == null && line != null) {
                parser = TableParser.ofHeader(line, columns);
                line = lines.next();
            }
            if (line == null || parser == null) {
                return null;
            }
            return new Question(line, Blank.is(line.text()) ? null : parser.parse(line));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private UserError unreadable(IOException e) {
        return new UserError(source + " cannot be read: " + FileProblem.of(e));
    }
}
