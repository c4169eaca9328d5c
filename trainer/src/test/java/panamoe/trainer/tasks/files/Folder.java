package panamoe.trainer.tasks.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.files.MalformedRows.Mode;

/** A folder of generated files with a manifest. */
record Folder(Path path) {

    Folder with(String file, String text) {
        return with(file, text, StandardCharsets.UTF_8);
    }

    Folder with(String file, String text, Charset encoding) {
        return with(file, text.getBytes(encoding));
    }

    Folder with(String file, byte[] bytes) {
        try {
            Files.write(path.resolve(file), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a manifest of one task with these keys in YAML. */
    Folder withTask(String keys) {
        return with(ManifestText.IN_FOLDER, """
                name: made-up
                tasks:
                  task:
                    description: What is it?
                    family: f
                %s""".formatted(keys.indent(4)));
    }

    TaskFolder read(Mode mode) {
        return TaskFolder.read(path, null, mode, warning -> {});
    }

    /** The warnings of reading the folder in strict mode. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        TaskFolder.read(path, null, Mode.STRICT, warnings::add);
        return warnings;
    }

    /** The first task. */
    TaskData task() {
        return read(Mode.STRICT).tasks().getFirst().data();
    }

    /** The texts and answers of a split of the first task, sorted because splits are in random order. */
    List<String> rows(Split split) {
        return rows(task(), split);
    }

    static List<String> rows(TaskData data, Split split) {
        return data.examples(split)
                .collect(example -> example.text()
                        + (example.pair() == null ? "" : "|" + example.pair())
                        + "|"
                        + (data.task().range() == null
                                ? data.task().labels().get(example.label())
                                : String.valueOf(example.score())))
                .toSortedList();
    }
}
