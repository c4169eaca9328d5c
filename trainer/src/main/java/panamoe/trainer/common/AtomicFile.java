package panamoe.trainer.common;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file by way of a temporary one in the same folder. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Replaces the file, making its folder when it is missing; a reader sees the old text or the new, never a part. */
    public static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path part = unfinished(folder.resolve(file.getFileName()));
        try {
            Files.writeString(part, text);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Where a file is until it is whole. */
    public static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }
}
