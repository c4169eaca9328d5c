package panamoe.trainer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {

    private static final Path ENDLESS = Path.of("/dev/zero");

    @TempDir
    private Path folder;

    @Test
    void filesAndLinksToThemAreRegular() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        Path missing = folder.resolve("missing");

        assertThat(InputFile.regular(file)).isEqualTo(file);
        assertThat(InputFile.regular(link)).isEqualTo(link);
        assertThat(InputFile.regular(missing)).isEqualTo(missing);
    }

    @Test
    void foldersAndDevicesAreNot() {
        assumeThat(ENDLESS).exists();

        assertThatThrownBy(() -> InputFile.regular(folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(folder + ": is a folder");
        assertThatThrownBy(() -> InputFile.regular(ENDLESS))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(ENDLESS + ": is no regular file");
    }

    @Test
    void aTextHasAnEnd() throws IOException {
        assumeThat(ENDLESS).exists();
        Path file = Files.writeString(folder.resolve("file"), "größe: 1\n");

        assertThat(InputFile.text(file)).isEqualTo("größe: 1\n");
        assertThat(InputFile.text(Path.of("/dev/null"))).isEmpty();
        assertThatThrownBy(() -> InputFile.text(ENDLESS))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(ENDLESS + ": has more than 16 MiB, which no settings have");
        assertThatThrownBy(() -> InputFile.text(folder)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> InputFile.text(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        Files.write(file, new byte[] {(byte) 0xE4});
        assertThatThrownBy(() -> InputFile.text(file)).isInstanceOf(CharacterCodingException.class);
    }
}
