package panamoe.trainer.tasks.files;

import java.util.function.Consumer;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.files.TaskEntry.Source;

/** Reads the rows of files of one format. */
interface RowReader {

    /**
     * Passes every row of a source to {@code rows}, malformed rows included.
     *
     * @throws UserError if the file cannot be read in the format of the manifest
     */
    void read(Source source, Consumer<Row> rows);

    /** The reader for the format of a task. */
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
