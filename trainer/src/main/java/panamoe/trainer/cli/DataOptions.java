package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Plural;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.files.DataFolder;
import panamoe.trainer.tasks.files.MalformedRows;
import panamoe.trainer.tasks.files.ManifestSuite;
import panamoe.trainer.tasks.files.TaskFolder;
import panamoe.trainer.tasks.wordnet.WordNetSuite;
import picocli.CommandLine.Option;

/** The options that choose the tasks: the WordNet suite, or a folder of files. */
final class DataOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Read the tasks from the files of this folder. Default: the WordNet suite, which is built in.")
    private @Nullable Path data;

    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description =
                    "A YAML file that describes the files of --data (docs/tasks.md). Default: DIR/panamoe.yaml, else the"
                            + " built-in one for folders of GLUE and SentEval tasks.")
    private @Nullable Path manifest;

    @Option(
            names = "--malformed",
            paramLabel = "MODE",
            converter = Names.MalformedName.class,
            description =
                    "The treatment of malformed rows in the files of --data. strict: stop at the first one; skip: leave them"
                            + " out and count them. Default: strict.")
    private MalformedRows.@Nullable Mode malformed;

    /** True if the tasks come from files. @throws UserError if an option about the files is given without {@code --data} */
    boolean areFiles() {
        if (data == null && manifest != null) {
            throw new UserError("--manifest needs the folder that it describes: add --data");
        }
        if (data == null && malformed != null) {
            throw new UserError("--malformed needs a folder of files: add --data, or leave --malformed out");
        }
        return data != null;
    }

    /** The tasks. Files are read now; {@code err} gets the warnings and the number of rows that were left out. */
    TaskSource source(PrintWriter err) {
        if (!areFiles()) {
            return new TaskSource(WordNetSuite.NAME, WordNetSuite::load);
        }
        ManifestSuite suite = read(err).suite();
        return new TaskSource(suite.name() + " " + suite.fingerprint(), () -> suite);
    }

    /** The files; empty for the WordNet suite. */
    Optional<DataFolder> folder() {
        MalformedRows.Mode mode = malformed == null ? MalformedRows.Mode.STRICT : malformed;
        return areFiles() && data != null ? Optional.of(new DataFolder(data, manifest, mode)) : Optional.empty();
    }

    /** All tasks of any role. Files are read as by {@link #source}. */
    NamedTasks tasks(PrintWriter err) {
        if (!areFiles()) {
            Suite suite = WordNetSuite.load();
            return new NamedTasks(WordNetSuite.NAME, suite.tasks().newWithAll(suite.unrelated()));
        }
        TaskFolder folder = read(err);
        return new NamedTasks(
                folder.suite().name() + " " + folder.suite().fingerprint(),
                folder.tasks().collect(TaskFolder.FolderTask::data));
    }

    /** Reads the folder; {@code err} gets the warnings and the number of rows that were left out. */
    TaskFolder read(PrintWriter err) {
        DataFolder files = folder().orElseThrow(() -> new IllegalStateException("no folder without --data"));
        TaskFolder folder = files.read(warning -> {
            err.println("panamoe: warning: " + warning);
            err.flush();
        });
        if (folder.malformed().count() > 0) {
            err.printf(
                    "panamoe: left out %s, the first at %s%n",
                    Plural.of(folder.malformed().count(), "malformed row"),
                    folder.malformed().first());
            err.flush();
        }
        return folder;
    }
}
