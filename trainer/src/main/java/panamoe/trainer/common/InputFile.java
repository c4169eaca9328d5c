package panamoe.trainer.common;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files that have an end: a pipe may never end, and a device such as {@code /dev/zero} never does. */
public final class InputFile {

    /** Longer settings and manifests are refused. */
    private static final int MOST_BYTES = 16 << 20;

    private InputFile() {}

    /**
     * Checks a file of a folder before it is read.
     *
     * @return the file, which may not exist
     * @throws FileSystemException if something else has its name
     */
    public static Path regular(Path file) throws FileSystemException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(
                    file.toString(), null, Files.isDirectory(file) ? "is a folder" : "is no regular file");
        }
        return file;
    }

    /**
     * Reads a text that the user names, which a pipe may be.
     *
     * @throws IOException if it cannot be read, is no text in UTF-8, or has more than 16 MiB
     */
    public static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new FileSystemException(
                        file.toString(), null, "has more than " + (MOST_BYTES >> 20) + " MiB, which no settings have");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        }
    }
}
