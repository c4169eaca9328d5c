package panamoe.trainer.encoder.huggingface;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folders that {@code src/golden/python/tiny_bert.py} wrote: a BERT of three layers and width 16 with random weights. */
public final class TinyFolder {

    private TinyFolder() {}

    /** A file or folder of the golden values. */
    public static Path golden(String name) {
        try {
            return Path.of(TinyFolder.class
                    .getResource("/panamoe/trainer/encoder/huggingface/" + name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A copy of the folder {@code uncased} or {@code cased}, which a test may change. */
    public static Path copy(String name, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(golden(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName().toString()));
            }
        }
        return to;
    }
}
