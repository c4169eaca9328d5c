package panamoe.trainer.product.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    /** None of the others changes or removes what that one writes. */
    @Test
    void ofSeveralCommandsAtOnceOneMakesTheFolder() throws Exception {
        int commands = 8;
        for (int round = 0; round < 20; round++) {
            Path folder = temporary.resolve("new" + round);
            CyclicBarrier start = new CyclicBarrier(commands);
            List<Future<?>> all = new ArrayList<>();
            int done = 0;
            try (ExecutorService threads = Executors.newFixedThreadPool(commands)) {
                for (int i = 0; i < commands; i++) {
                    String name = "file" + i;
                    all.add(threads.submit(() -> {
                        start.await();
                        NewFolder.write(folder, part -> Files.writeString(part.resolve(name), name));
                        return name;
                    }));
                }
                for (Future<?> each : all) {
                    try {
                        each.get();
                        done++;
                    } catch (ExecutionException e) {
                        assertThat(e).hasCauseInstanceOf(UserError.class);
                    }
                }
            }
            assertThat(done).isEqualTo(1);
            assertThat(folder.toFile().list()).hasSize(1);
            assertThat(temporary.resolve("new" + round + ".part")).doesNotExist();
        }
    }
}
