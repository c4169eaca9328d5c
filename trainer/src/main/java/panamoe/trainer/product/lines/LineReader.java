package panamoe.trainer.product.lines;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.UserError;

/**
 * Reads the lines of a stream in UTF-8. A line ends with a line feed, or a carriage return and a line feed. A byte order mark at the start
 * is skipped.
 */
final class LineReader {

    /**
     * A line.
     *
     * @param source the name of the stream
     * @param number of the line, counted from 1
     * @param text without the end of the line
     */
    record Line(String source, int number, String text) {

        /** The exception that refuses this line. */
        UserError refuse(String problem) {
            return refusal(source, number, problem);
        }
    }

    private static final int BUFFER = 1 << 16;
    private static final int MOST_BYTES = 1 << 28;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String source;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private int searched;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private int number;

    /**
     * Reads a stream, which the caller closes.
     *
     * @param source its name in messages
     */
    LineReader(String source, InputStream in) {
        this.source = source;
        this.in = in;
    }

    /** True if a whole line can be read without waiting. Reads the bytes that are available. */
    boolean isReady() throws IOException {
        while (end() < 0) {
            if (in.available() == 0 || !fill()) {
                return false;
            }
        }
        return true;
    }

    /**
     * The next line; null after the last.
     *
     * @throws UserError if it is not UTF-8 or longer than 256 MiB
     */
    @Nullable
    Line next() throws IOException {
        int end = end();
        while (end < 0) {
            if (!fill()) {
                return begun.size() == 0 ? null : line(false);
            }
            end = end();
        }
        begin(end);
        from = end + 1;
        return line(true);
    }

    /** The index in the buffer of the line feed that ends the current line; -1 if it has not been read. */
    private int end() {
        for (searched = Math.max(searched, from); searched < to; searched++) {
            if (buffer[searched] == '\n') {
                return searched;
            }
        }
        return -1;
    }

    /** Reads more bytes of the current line; false at the end of the stream. */
    private boolean fill() throws IOException {
        begin(to);
        from = 0;
        searched = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }

    private void begin(int end) {
        if (begun.size() + (end - from) > MOST_BYTES) {
            throw refusal(source, number + 1, "it has more than " + MOST_BYTES + " bytes: expected a text per line");
        }
        begun.write(buffer, from, end - from);
    }

    /** The current line. @param ended true if a line feed ends it */
    private Line line(boolean ended) {
        number++;
        byte[] bytes = begun.toByteArray();
        begun.reset();
        boolean carriageReturn = ended && bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        String text = decode(ByteBuffer.wrap(bytes, 0, carriageReturn ? bytes.length - 1 : bytes.length));
        return new Line(source, number, number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    }

    private String decode(ByteBuffer bytes) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8.newDecoder(); // reports malformed bytes; String would replace them
        CharBuffer chars = CharBuffer.allocate(bytes.remaining());
        CoderResult result = decoder.decode(bytes, chars, true);
        if (result.isError()) {
            throw refusal(
                    source,
                    number,
                    "byte %d, 0x%02x, is not valid UTF-8: expected text in UTF-8"
                            .formatted(bytes.position() + 1, bytes.get(bytes.position())));
        }
        return chars.flip().toString();
    }

    private static UserError refusal(String source, int number, String problem) {
        return new UserError(source + ", line " + number + ": " + problem);
    }
}
