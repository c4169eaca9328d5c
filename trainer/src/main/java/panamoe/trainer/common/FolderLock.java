package panamoe.trainer.common;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps other processes from writing into a folder. The system releases the lock when the process ends. */
public final class FolderLock implements AutoCloseable {

    /** The name of the lock file in the folder. */
    public static final String FILE = ".lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a folder.
     *
     * @param user the kind of work that locks such a folder, for the message, such as "training"
     * @throws UserError if the folder is locked already
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
            // this process holds the lock already: to the user that is the same refusal
        }
        channel.close();
        throw new UserError(folder + " is in use by another " + user + ": wait for it to end, or choose another --out");
    }

    /** Releases the lock. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
