package panamoe.trainer.tasks.files;

import java.util.function.Consumer;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.files.TaskEntry.Source;

/** Takes the rows out of files of one format. */
interface RowReader {

    /**
     * Passes on every row of a source, sound or not.
     *
     * @throws UserError if the file as a whole cannot be read as what the manifest says it is
     */
    void read(Source source, Consumer<Row> rows);

    /** What reads a task's files. */
    static RowReader of(TaskEntry entry, DataFiles files) {
        return switch (entry.layout().format()) {
            case TSV -> new TableReader(entry, files, '\t');
            case CSV -> new TableReader(entry, files, ',');
            case JSON -> new JsonReader(entry, files);
            case JSONL -> new JsonLinesReader(entry, files);
            case LINES -> new LinesReader(entry, files);
            case PARALLEL -> new ParallelReader(entry, files);
        };
    }
}
