package panamoe.trainer.product.folder;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.Unwritable;
import panamoe.trainer.common.UserError;

/** Writes a new folder, which appears with all its files or not at all. */
public final class NewFolder {

    /** The suffix of the folder's name until it is complete. */
    private static final String PART = ".part";

    private NewFolder() {}

    /** Writes files into a folder. */
    @FunctionalInterface
    public interface Content {
        /** Writes the files. */
        void write(Path folder) throws IOException;
    }

    /** @throws UserError if the folder or its {@code .part} exists, or it cannot be written */
    public static void requireFree(Path folder) {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserError(folder + " exists: choose another --out");
        }
        if (Files.exists(part(folder), LinkOption.NOFOLLOW_LINKS)) {
            throw new UserError(part(folder) + " exists, which a command that was stopped leaves: remove it, or choose"
                    + " another --out");
        }
        Path above = existing(part(folder));
        if (!Files.isDirectory(above) || !Files.isWritable(above)) {
            throw new UserError("cannot write to " + folder + " (" + above
                    + (Files.isDirectory(above) ? ": no permission" : " is no folder") + "): choose another --out");
        }
    }

    private static Path existing(Path path) {
        Path above = path;
        while (!Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
            Path next = above.getParent();
            if (next == null) {
                throw new UserError(path + " is on no file system that is there: choose another path");
            }
            above = next;
        }
        return above;
    }

    /**
     * Checks the folder of a model that is made from another one.
     *
     * @throws UserError as {@link #requireFree}, and if the folder is within that of the other model
     */
    public static void requireBeside(Path folder, Path other) {
        requireFree(folder);
        if (real(folder).startsWith(real(other))) {
            throw new UserError(
                    "--out " + folder + " is within " + other + ", which is not changed: choose another --out");
        }
    }

    /** The path without links, as far as it exists. */
    private static Path real(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        Path above = existing(whole);
        try {
            return above.toRealPath().resolve(above.relativize(whole));
        } catch (IOException e) {
            throw new UserError(path + " cannot be found (" + FileProblem.of(e) + "): check the path");
        }
    }

    /**
     * Writes a folder.
     *
     * @throws UserError if it cannot be written; no part of it is left
     */
    public static void write(Path folder, Content content) {
        requireFree(folder);
        Path part = part(folder);
        try {
            Files.createDirectories(part.getParent());
            Files.createDirectory(part); // fails if another command has just made it
            try {
                content.write(part);
                Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                remove(part);
            }
        } catch (IOException e) {
            throw Unwritable.of("--out", folder, problem(e, part), e);
        }
    }

    /** The problem, with the file's name if the file is outside the folder that is written. */
    private static String problem(IOException e, Path part) {
        return e instanceof FileSystemException of
                        && of.getFile() != null
                        && !Path.of(of.getFile()).startsWith(part)
                ? of.getFile() + ": " + FileProblem.of(e)
                : FileProblem.of(e);
    }

    /** Removes a folder and everything in it, if it exists. */
    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }

    private static Path part(Path folder) {
        Path whole = folder.toAbsolutePath().normalize();
        if (whole.getFileName() == null) {
            throw new UserError("--out " + folder + ": expected a folder that can be made");
        }
        return whole.resolveSibling(whole.getFileName() + PART);
    }
}
