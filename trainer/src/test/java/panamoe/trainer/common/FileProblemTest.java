package panamoe.trainer.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Provokes the system's errors on real files: each becomes plain words without the name of a Java class. */
class FileProblemTest {

    @TempDir
    private Path folder;

    private static String problem(ThrowingCallable access) {
        return FileProblem.of(catchThrowableOfType(IOException.class, access));
    }

    @Test
    void everyErrorOfTheSystemIsSaidInWords() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[] {(byte) 0xff});

        assertThat(problem(() -> Files.readString(folder.resolve("none")))).isEqualTo("no such file");
        assertThat(problem(() -> Files.readString(folder))).isEqualTo("is a folder");
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        assertThat(problem(() -> Files.readString(loop))).isEqualTo("links lead in a circle");
        assertThat(problem(() -> Files.readString(file))).isEqualTo("expected a text in UTF-8");
        assertThat(problem(() -> Files.readString(file.resolve("x")))).isEqualTo("a part of its path is no folder");
        assertThat(problem(() -> Files.createDirectory(file))).isEqualTo("a file is there already");
        assertThat(problem(() -> Files.delete(folder))).isEqualTo("is a folder that is not empty");
        assertThat(problem(() -> Files.newDirectoryStream(file))).isEqualTo("is no folder");
        assertThat(FileProblem.of(new AccessDeniedException("file"))).isEqualTo("no permission");
        assertThat(FileProblem.of(new FileSystemException("file", null, "No space left on device")))
                .isEqualTo("the disk is full");
        assertThat(FileProblem.of(new IOException())).isEqualTo("the system refuses");
    }

    @Test
    void aFileWithinAFolderIsNamed() {
        assertThat(FileProblem.within(
                        folder,
                        new AccessDeniedException(folder.resolve("a.txt").toString())))
                .isEqualTo("a.txt: no permission");
        assertThat(FileProblem.within(folder, new AccessDeniedException(folder.toString())))
                .isEqualTo("no permission");
        assertThat(FileProblem.within(folder, new AccessDeniedException("elsewhere")))
                .isEqualTo("no permission");
        assertThat(FileProblem.within(folder, new IOException("Input/output error")))
                .isEqualTo("Input/output error");
    }

    /** Another --out helps against all that the system refuses but a full disk, which is no fault of the command line. */
    @Test
    void aFullDiskIsNoErrorOfTheUser() {
        Path out = Path.of("out");

        assertThat(Unwritable.of("--out", out, new FileSystemException("out/a", null, "No space left on device")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write to out (a: the disk is full): make room, or choose another --out");
        assertThat(Unwritable.of("--out", out, new IOException("Disk quota exceeded")))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(Unwritable.of("--out", out, new AccessDeniedException("out")))
                .isInstanceOf(UserError.class)
                .hasMessage("cannot write to out (no permission): choose another --out");
    }
}
