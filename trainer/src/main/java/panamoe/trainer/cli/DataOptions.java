package panamoe.trainer.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.Suite;
import panamoe.trainer.tasks.files.MalformedRows;
import panamoe.trainer.tasks.files.ManifestSuite;
import panamoe.trainer.tasks.files.TaskFolder;
import panamoe.trainer.tasks.wordnet.WordNetSuite;
import picocli.CommandLine.Option;

/** Which tasks: the WordNet suite, or a folder of files. */
final class DataOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Tasks from the files of this folder. Default: the WordNet suite.")
    private Path data;

    @Option(
            names = "--manifest",
            paramLabel = "FILE",
            description =
                    "What the files of --data are (docs/tasks.md). Default: DIR/panamoe.yaml, else a shipped one for"
                            + " the folders of GLUE and SentEval tasks.")
    private Path manifest;

    @Option(
            names = "--malformed",
            paramLabel = "MODE",
            converter = Names.MalformedName.class,
            defaultValue = "strict",
            description = "strict: end at the first malformed row; skip: leave such rows out and count them."
                    + " Default: strict.")
    private MalformedRows.Mode malformed;

    /** True if the tasks come from files. */
    boolean areFiles() {
        if (data == null && manifest != null) {
            throw new UserError("--manifest needs the folder that it describes: add --data");
        }
        return data != null;
    }

    /** The tasks; files are read at once, and rows that are left out and warnings are said on {@code err}. */
    TaskSource source(PrintWriter err) {
        if (!areFiles()) {
            return new TaskSource(WordNetSuite.NAME, WordNetSuite::load);
        }
        ManifestSuite suite = read(err).suite();
        return new TaskSource(suite.name() + " " + suite.fingerprint(), () -> suite);
    }

    /** All tasks, whatever their role; as {@link #source}. */
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

    /** Reads the folder; rows that are left out and warnings are said on {@code err}. */
    TaskFolder read(PrintWriter err) {
        TaskFolder folder = TaskFolder.read(data, manifest, malformed, warning -> {
            err.println("panamoe: warning: " + warning);
            err.flush();
        });
        if (folder.malformed().count() > 0) {
            err.printf(
                    "panamoe: left out %d malformed rows, the first at %s%n",
                    folder.malformed().count(), folder.malformed().first());
            err.flush();
        }
        return folder;
    }
}
