package panamoe.trainer.product.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import panamoe.trainer.common.UserError;

class NewFolderTest {

    @TempDir
    private Path temporary;

    private static void writeNested(Path folder) throws IOException {
        Files.createDirectory(folder.resolve("in"));
        Files.writeString(folder.resolve("in/file"), "text");
    }

    @Test
    void aFinishedFolderHasItsContentAndNothingElseIsLeft() {
        Path folder = temporary.resolve("new");
        NewFolder.write(folder, NewFolderTest::writeNested);

        assertThat(folder.resolve("in/file")).hasContent("text");
        assertThat(temporary).isDirectoryContaining(folder::equals);
        assertThat(temporary.toFile().list()).containsExactly("new");
    }

    @Test
    void anUnfinishedFolderIsRemovedWithItsContent() {
        Path missing = temporary.resolve("missing");
        Path folder = temporary.resolve("new");
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> NewFolder.write(folder, part -> {
                    writeNested(part);
                    throw new NoSuchFileException(missing.toString());
                }))
                .withMessage("cannot write to " + folder + " (" + missing + ": no such file): choose another --out");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aPlaceThatCannotBecomeAFolderIsRefused() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        Path link = Files.createSymbolicLink(temporary.resolve("dangling"), temporary.resolve("none"));
        for (Path taken : new Path[] {file, link}) {
            assertThatExceptionOfType(UserError.class)
                    .isThrownBy(() -> NewFolder.requireFree(taken))
                    .withMessage(taken + " exists: choose another --out");
            Path within = taken.resolve("x");
            assertThatExceptionOfType(UserError.class)
                    .isThrownBy(() -> NewFolder.requireFree(within))
                    .withMessage("cannot write to " + within + " (" + taken + " is no folder): choose another --out");
        }
    }
}
