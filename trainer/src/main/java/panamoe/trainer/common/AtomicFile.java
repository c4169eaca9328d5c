package panamoe.trainer.common;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file atomically: first to a temporary file in the same folder, which then replaces the target. */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Replaces the file and makes its folder if that is missing. A reader sees the old text or the new text, never a part of one. The
     * new text is on the disk when this method returns.
     *
     * @throws FileSystemException if the file cannot be written; it names the file
     */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #write(Path, String)}. */
    public static void write(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new FileSystemException(file.toString(), null, "a folder, not a file");
        }
        Files.createDirectories(folder);
        Path part = unfinished(folder.resolve(file.getFileName()));
        try {
            write(part, ByteBuffer.wrap(content));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(Path part, ByteBuffer bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new FileSystemException(part.toString(), null, e.getMessage());
        }
    }

    /** The temporary file of {@code file}: the same name with {@code .part} behind it. */
    public static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }
}
