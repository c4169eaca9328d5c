package panamoe.trainer.tasks.files;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.UserError;

/**
 * A folder of task files and how it is read.
 *
 * @param manifest a file; null for {@code panamoe.yaml} in the folder or else the shipped manifest, if the folder has its files
 * @param malformed what becomes of malformed rows
 */
public record DataFolder(Path path, @Nullable Path manifest, MalformedRows.Mode malformed) {

    /**
     * Reads all tasks.
     *
     * @param warnings take a line for each thing that can be read and is perhaps not what was meant
     * @throws UserError if the manifest or a file is not as it must be
     */
    public TaskFolder read(Consumer<String> warnings) {
        return TaskFolder.read(path, manifest, malformed, warnings);
    }
}
