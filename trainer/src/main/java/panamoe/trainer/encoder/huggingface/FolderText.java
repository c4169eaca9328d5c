package panamoe.trainer.encoder.huggingface;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import panamoe.trainer.common.InputFile;

/** Reads text files of the folder of an encoder. */
final class FolderText {

    /** The largest file size; the text files of an encoder are smaller. */
    private static final long MAX_BYTES = 64L << 20;

    private FolderText() {}

    static String read(Path file) throws IOException {
        long bytes = Files.size(InputFile.regular(file));
        if (bytes > MAX_BYTES) {
            throw new IOException(file.getFileName() + " has " + bytes + " bytes: expected at most " + MAX_BYTES);
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file.getFileName() + ": expected a text in UTF-8", e);
        }
    }
}
