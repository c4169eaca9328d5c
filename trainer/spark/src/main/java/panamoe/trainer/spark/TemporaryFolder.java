package panamoe.trainer.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that is removed when it is closed. */
record TemporaryFolder(Path path) implements AutoCloseable {

    /** A new one. */
    static TemporaryFolder make() throws IOException {
        return new TemporaryFolder(Files.createTempDirectory("panamoe-"));
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
