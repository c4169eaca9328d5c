package panamoe.trainer.encoder.huggingface;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the texts of a folder. */
final class FolderText {

    /** Texts that are longer are none of an encoder's. */
    private static final long MOST_BYTES = 64L << 20;

    private FolderText() {}

    static String read(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > MOST_BYTES) {
            throw new IOException(file.getFileName() + " has " + bytes + " bytes: expected at most " + MOST_BYTES);
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file.getFileName() + ": expected a text in UTF-8", e);
        }
    }
}
