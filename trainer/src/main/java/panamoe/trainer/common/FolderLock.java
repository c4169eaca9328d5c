package panamoe.trainer.common;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps other processes from writing into a folder; it ends with the process at the latest. */
public final class FolderLock implements AutoCloseable {

    /** The file that is locked. */
    public static final String FILE = ".lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a folder.
     *
     * @param user what may have it, such as "training"
     * @throws UserError if it is locked
     */
    public static FolderLock take(Path folder, String user) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new FolderLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // another one of this process has it: the same for the user
        }
        channel.close();
        throw new UserError(folder + " is in use by another " + user + ": wait for it to end, or choose another --out");
    }

    /** Lets others in. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
