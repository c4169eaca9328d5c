package panamoe.trainer.common;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says in words why a file cannot be read or written. The exceptions of the JDK cannot be shown as they are: the message is often only
 * the path, and the reason is in the name of the class.
 */
public final class FileProblem {

    private static final Map<String, String> NO_ROOM = Map.of(
            "No space left on device", "the disk is full",
            "Disk quota exceeded", "the quota of the disk is used up",
            "File too large", "larger than the system allows");

    private FileProblem() {}

    /** The problem without the file, such as "no such file". */
    public static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException none -> "no such file";
            case FileNotFoundException none -> words(none.getMessage(), "no such file");
            case AccessDeniedException denied -> "no permission";
            case FileAlreadyExistsException there -> "a file is there already";
            case NotDirectoryException file -> "is no folder";
            case DirectoryNotEmptyException full -> "is a folder that is not empty";
            case FileSystemLoopException loop -> "links lead in a circle";
            case FileSystemException other -> words(other.getReason(), "the system refuses");
            case CharacterCodingException bytes -> "expected a text in UTF-8";
            case EOFException end -> words(end.getMessage(), "ends too early");
            default -> words(e.getMessage(), "the system refuses");
        };
    }

    /** The problem with a folder; of one of its files, after the file's name. */
    public static String within(Path folder, IOException e) {
        @Nullable String file = e instanceof FileSystemException named ? named.getFile() : null;
        if (file == null) {
            return of(e);
        }
        Path whole = Path.of(file).toAbsolutePath();
        boolean within = whole.startsWith(folder.toAbsolutePath()) && !whole.equals(folder.toAbsolutePath());
        return within ? whole.getFileName() + ": " + of(e) : of(e);
    }

    /** Whether the disk has no room for more. */
    static boolean isNoRoom(IOException e) {
        return NO_ROOM.containsKey(
                String.valueOf(e instanceof FileSystemException named ? named.getReason() : e.getMessage()));
    }

    private static String words(@Nullable String message, String otherwise) {
        if (message == null || message.isBlank()) {
            return otherwise;
        }
        return switch (message) {
            case "Is a directory" -> "is a folder";
            case "Not a directory" -> "a part of its path is no folder";
            case "Read-only file system" -> "the file system is read-only";
            case "Too many levels of symbolic links or unable to access attributes of symbolic link" ->
                "links lead in a circle";
            default -> NO_ROOM.getOrDefault(message, message);
        };
    }
}
