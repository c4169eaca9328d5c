package panamoe.trainer.product.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFileTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("1970-01-01T00:00:01.500Z"), ZoneOffset.UTC);

    /** Field 1, eight bytes: 1.5, the seconds of the clock. */
    private static final String WALL_TIME = "09 000000000000f83f";

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void nameFolder() {
        folder = temporary.resolve("model").resolve("events");
    }

    /** The other tests check files with {@link RecordFile#checksum}; it must give the values of RFC 3720, B.4. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000000000000000000000000000000000000000000000000000, 8a9136aa",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 62a8ab43",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f, 46dd794e",
        "1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100, 113fdb5c",
        "01c00000000000000000000000000000140000000000040000000014000000182800000000000000"
                + "0200000000000000, d9963a56"
    })
    void theTestsChecksumIsCrc32c(String data, String checksum) {
        assertThat(RecordFile.checksum(HexFormat.of().parseHex(data))).isEqualTo(HexFormat.fromHexDigits(checksum));
    }

    /** The oracle: messages in hexadecimal, built by hand from event.proto and the documentation of the wire format. */
    @Test
    void eachEventIsAMessageInARecord() throws IOException {
        Path file;
        try (EventFile events = EventFile.open(folder, CLOCK)) {
            file = events.file();
            events.restart(300);
            events.scalar("loss", 3, 0.5);
            events.text("a", 0, "*b*");
        }
        assertThat(RecordFile.read(file))
                .extracting(HexFormat.of()::formatHex)
                .containsExactly(
                        // step 0; field 3: the version
                        hex(WALL_TIME, "1000", "1a0d", ascii("brain.Event:2")),
                        // step 300; field 7: field 1, 1; twice
                        hex(WALL_TIME, "10ac02", "3a02", "0801"),
                        hex(WALL_TIME, "10ac02", "3a02", "0801"),
                        // step 3; field 5: field 1: field 1, the tag; field 2, 0.5f
                        hex(WALL_TIME, "1003", "2a0d", "0a0b", "0a04", ascii("loss"), "150000003f"),
                        // step 0; field 5: field 1: field 1, the tag; field 8: field 1, 7; field 8, the text
                        // and field 9: field 1: field 1, the plug-in
                        hex(WALL_TIME, "1000", "2a18", "0a16", "0a01", ascii("a"), "4207", "0807", "4203", ascii("*b*"))
                                + hex("4a08", "0a06", "0a04", ascii("text")));
    }

    private static String hex(String... parts) {
        return String.join("", parts).replace(" ", "");
    }

    private static String ascii(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The second session has the time of the first one; the third has a time before that of another program's file. */
    @Test
    void eachSessionHasANewFileThatSortsLast() throws IOException {
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
        Path other = folder.resolve("events.out.tfevents.1900000000.host.17.0");
        List<Path> files = new ArrayList<>();
        files.add(openAndClose(clock));
        files.add(openAndClose(clock));
        files.add(Files.writeString(other, "of another program"));
        Files.writeString(folder.resolve("notes.txt"), "no event file");
        files.add(openAndClose(clock));
        assertThat(files)
                .isSorted()
                .doesNotHaveDuplicates()
                .first()
                .isEqualTo(folder.resolve("events.out.tfevents.1800000000.panamoe"));
        assertThat(other).hasContent("of another program");
    }

    private Path openAndClose(Clock clock) throws IOException {
        EventFile events = EventFile.open(folder, clock);
        events.close();
        return events.file();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    loss |  3 | NaN      | 'loss' at step 3: NaN cannot be shown
                    loss |  3 | Infinity | 'loss' at step 3: Infinity cannot be shown
                    loss |  3 | -1e39    | 'loss' at step 3: -1.0E39 cannot be shown
                    loss | -1 | 0.5      | 'loss' at step -1: expected a step of 0 or more
                    " "  |  3 | 0.5      | ' ' at step 3: the tag is blank
                    """)
    void invalidPointsAreRefusedAndNotWritten(String tag, long step, double value, String message) throws IOException {
        try (EventFile events = EventFile.open(folder, CLOCK)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> events.scalar(tag, step, value))
                    .withMessageContaining(message);
            events.scalar("loss", 4, Float.MAX_VALUE);
            events.flush();
            assertThat(RecordFile.read(events.file())).hasSize(2);
        }
    }

    @Test
    void textsAndRestartsAreCheckedToo() throws IOException {
        try (EventFile events = EventFile.open(folder, CLOCK)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> events.text("", 0, "b"))
                    .withMessageContaining("text '' at step 0: the tag is blank");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> events.restart(-5))
                    .withMessageContaining("restart at step -5");
        }
    }

    @Test
    void aClosedFileTakesNothing() throws IOException {
        EventFile events = EventFile.open(folder, CLOCK);
        events.close();
        events.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> events.scalar("loss", 7, 0.5))
                .withMessageContaining(events.file().toString())
                .withMessageContaining("step 7");
        assertThat(RecordFile.read(events.file())).hasSize(1);
    }
}
