package panamoe.trainer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineFileTest {

    @TempDir
    private Path folder;

    private Path file;
    private LineFile lines;

    @BeforeEach
    void setUp() {
        file = folder.resolve("lines");
        lines = new LineFile(file);
    }

    @Test
    void aMissingOrEmptyFileHasNoLines() throws IOException {
        assertThat(lines.read()).isEmpty();
        Files.createFile(file);
        assertThat(lines.read()).isEmpty();
        lines.append("a\nb\n");
        lines.append("c\n");
        assertThat(file).hasContent("a\nb\nc\n");
    }

    /** The line end is searched in blocks of 8192 bytes, so lengths around a block are tested. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8191, 8192, 8193, 30_000})
    void textWithoutALineEndIsNotALineAndTheNextAppendRemovesIt(int length) throws IOException {
        String torn = "t".repeat(length);
        Files.writeString(file, "a\n" + torn);
        assertThat(lines.read()).isEqualTo("a\n");
        assertThat(lines.torn()).isEqualTo(torn);

        lines.append("b\n");

        assertThat(Files.readString(file)).isEqualTo("a\nb\n");
        assertThat(lines.torn()).isEmpty();
        Files.writeString(file, torn);
        lines.append("c\n");
        assertThat(Files.readString(file)).isEqualTo("c\n");
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheFirstLine() throws IOException {
        Files.writeString(file, "\uFEFFa\n");
        assertThat(lines.read()).isEqualTo("a\n");
        lines.append("b\n");
        assertThat(lines.read()).isEqualTo("a\nb\n");
    }

    @Test
    void anErrorOfReadingOrWritingNamesTheFile() throws IOException {
        Files.createDirectory(file);
        assertThatThrownBy(lines::read).isInstanceOf(FileSystemException.class).hasMessageContaining("is a folder");
        assertThatThrownBy(() -> lines.append("a\n"))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(file.toString());
    }
}
