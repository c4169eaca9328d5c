package panamoe.trainer.tasks.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.FileProblem;
import panamoe.trainer.common.InputFile;
import panamoe.trainer.common.UserError;

/**
 * The text of a manifest.
 *
 * @param file its file name, for messages
 * @param yaml its YAML
 */
record ManifestText(String file, String yaml) {

    /** The file name of a manifest in the folder of its data. */
    static final String IN_FOLDER = "panamoe.yaml";

    /** The resource that describes the folders of GLUE and SentEval tasks. */
    static final String SHIPPED = "glue-senteval.yaml";

    /**
     * The given manifest; without one, the manifest in the folder; without either, the shipped manifest.
     *
     * @param given a manifest file, or null
     * @throws UserError if the folder or the manifest cannot be read, or the shipped manifest does not fit the folder
     */
    static ManifestText find(Path folder, @Nullable Path given) {
        if (!Files.isDirectory(folder)) {
            throw new UserError(folder + ": no such folder");
        }
        Path own = folder.resolve(IN_FOLDER);
        if (given != null || !Files.notExists(own)) {
            return read(given == null ? own : given);
        }
        ManifestText shipped = shipped();
        Stream<String> needed = ManifestReader.read(shipped.file(), shipped.yaml())
                .tasks()
                .flatCollect(entry -> entry.files().values())
                .flatCollect(sources -> sources)
                .collect(TaskEntry.Source::file)
                .castToList()
                .stream();
        needed.filter(file -> !Files.exists(folder.resolve(file))).findFirst().ifPresent(missing -> {
            throw new UserError(folder + " has no " + IN_FOLDER + ", and no " + missing
                    + ", which the shipped manifest needs: give a manifest with --manifest FILE");
        });
        return shipped;
    }

    private static ManifestText read(Path file) {
        try {
            return new ManifestText(file.toString(), InputFile.text(file));
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + FileProblem.of(e));
        }
    }

    static ManifestText shipped() {
        try (InputStream in = ManifestText.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException(SHIPPED + " is not on the class path: the jar was built wrongly");
            }
            return new ManifestText(SHIPPED, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
