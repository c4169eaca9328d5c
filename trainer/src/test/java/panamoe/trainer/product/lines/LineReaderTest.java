package panamoe.trainer.product.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import panamoe.trainer.common.UserError;
import panamoe.trainer.product.lines.LineReader.Line;

class LineReaderTest {

    private static LineReader reader(byte[] bytes) {
        return new LineReader("in.txt", new ByteArrayInputStream(bytes));
    }

    private static List<String> lines(String text) throws IOException {
        LineReader reader = reader(text.getBytes(StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        for (Line line = reader.next(); line != null; line = reader.next()) {
            lines.add(line.text());
            assertThat(line.number()).isEqualTo(lines.size());
        }
        return lines;
    }

    @Test
    void aLineFeedEndsALineWithTheCarriageReturnBeforeIt() throws IOException {
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n")).containsExactly("");
        assertThat(lines("a\r\n\r\nb")).containsExactly("a", "", "b");
        assertThat(lines("a\rb\r\r\nc\u2028d\u0085e\r")).containsExactly("a\rb\r", "c\u2028d\u0085e\r");
    }

    @Test
    void aByteOrderMarkAtTheStartIsSkipped() throws IOException {
        assertThat(lines("\uFEFFa\n\uFEFFb")).containsExactly("a", "\uFEFFb");
    }

    /** Lengths around that of the buffer, in characters of three bytes, so that the buffer's end is within a character. */
    @ParameterizedTest
    @ValueSource(ints = {1, 21844, 21845, 21846, 65535, 65536, 65537, 1_000_000})
    void linesOfAnyLengthAreWhole(int length) throws IOException {
        String line = "\u20ac".repeat(length);
        assertThat(lines(line + "\nb\n" + line)).containsExactly(line, "b", line);
    }

    @Test
    void invalidUtf8IsRefusedWithLineAndByte() throws IOException {
        LineReader reader = reader(new byte[] {'a', '\n', 'b', (byte) 0xc3, '\n', 'c'});
        assertThat(reader.next()).extracting(Line::text).isEqualTo("a");
        assertThatThrownBy(reader::next)
                .isInstanceOf(UserError.class)
                .hasMessage("in.txt, line 2: byte 2, 0xc3, is not valid UTF-8: expected text in UTF-8");
    }

    @Test
    void aLineIsReadyWhenItsEndIsThere() throws IOException {
        PipedOutputStream writer = new PipedOutputStream();
        LineReader reader = new LineReader("pipe", new PipedInputStream(writer));
        assertThat(reader.isReady()).isFalse();
        writer.write("be".getBytes(StandardCharsets.UTF_8));
        assertThat(reader.isReady()).isFalse();
        writer.write("gun\nnext\nlast".getBytes(StandardCharsets.UTF_8));
        assertThat(reader.isReady()).isTrue();
        assertThat(reader.next()).extracting(Line::text).isEqualTo("begun");
        assertThat(reader.isReady()).isTrue();
        assertThat(reader.next()).extracting(Line::text).isEqualTo("next");
        assertThat(reader.isReady()).isFalse();
        writer.close();
        assertThat(reader.next()).extracting(Line::text).isEqualTo("last");
        assertThat(reader.next()).isNull();
    }
}
