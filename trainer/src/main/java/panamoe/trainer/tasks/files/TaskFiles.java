package panamoe.trainer.tasks.files;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.set.MutableSet;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.files.TaskEntry.Labels;
import panamoe.trainer.tasks.files.TaskEntry.Source;

/**
 * A task as read from its files, before splits are drawn.
 *
 * @param task the task
 * @param examples the examples of each part, in the order of the files
 * @param groups the group of each training example; empty if the task has no group column
 * @param rows the numbers of sound rows of each part, per file
 */
record TaskFiles(
        Task task,
        Map<Split, ImmutableList<Example>> examples,
        ImmutableList<String> groups,
        Map<Split, ImmutableList<FileRows>> rows) {

    /** The number of sound rows of a task in one file. */
    record FileRows(int count, boolean labelled) {}

    /** The share of malformed rows above which the manifest is probably wrong. */
    private static final double MAX_LEFT_OUT = 0.1;

    private record Read(Source source, ImmutableList<Row> rows) {}

    /**
     * Reads a task's files.
     *
     * @param warnings receives a message about each suspicious but readable input
     * @throws UserError if a file does not match the manifest, or in strict mode a row does not
     */
    static TaskFiles read(TaskEntry entry, DataFiles files, MalformedRows malformed, Consumer<String> warnings) {
        RowReader reader = RowReader.of(entry, files);
        Map<Split, ImmutableList<Read>> parts = new EnumMap<>(Split.class);
        entry.files()
                .forEach((part, sources) -> parts.put(part, sources.collect(source -> {
                    MutableList<Row> rows = Lists.mutable.empty();
                    reader.read(source, rows::add);
                    if (rows.isEmpty()) {
                        throw new UserError(
                                place(source) + ": no rows" + (entry.layout().header() ? " after the header" : ""));
                    }
                    return new Read(source, rows.toImmutable());
                })));
        ColumnChecks checks = new ColumnChecks(entry, warnings);
        parts.values().forEach(part -> part.forEach(read -> checks.checkHeader(read.source(), read.rows())));
        ImmutableList<Read> train = Lookup.in(parts, Split.TRAIN);
        checks.checkColumns(
                train.getFirst().source().file(), train.flatCollect(Read::rows).select(row -> row.problem() == null));
        Labels ofEntry = entry.answers().labels();
        Map<String, String> names = ofEntry == null ? Map.of() : names(ofEntry, entry, files, train);
        ImmutableList<String> labels = Lists.immutable.withAll(names.values()).distinct();
        Map<String, Integer> indices = new LinkedHashMap<>();
        names.forEach((written, name) -> indices.put(written, labels.indexOf(name)));
        TaskFiles task = read(entry, labels, parts, new ExampleParser(entry, indices), malformed);
        int rows = parts.values().stream()
                .flatMap(part -> part.castToList().stream())
                .mapToInt(read -> read.rows().size())
                .sum();
        malformed
                .of(entry.name())
                .filter(left -> left.count() > MAX_LEFT_OUT * rows)
                .ifPresent(left -> warnings.accept("tasks.%s: %d of %d rows are malformed and left out, the first at %s"
                        .formatted(entry.name(), left.count(), rows, left.first())));
        return task;
    }

    private static String place(Source source) {
        return source.pointer().isEmpty() ? source.file() : source.file() + "#" + source.pointer();
    }

    private static TaskFiles read(
            TaskEntry entry,
            ImmutableList<String> labels,
            Map<Split, ImmutableList<Read>> parts,
            ExampleParser parser,
            MalformedRows malformed) {
        Map<Split, ImmutableList<Example>> examples = new EnumMap<>(Split.class);
        Map<Split, ImmutableList<FileRows>> counts = new EnumMap<>(Split.class);
        MutableList<String> groups = Lists.mutable.empty();
        parts.forEach((part, reads) -> {
            MutableList<Example> all = Lists.mutable.empty();
            counts.put(part, reads.collect(read -> {
                int before = all.size();
                int unlabelled = 0;
                for (Row row : read.rows()) {
                    try {
                        if (read.source().labelled()) {
                            Example example = parser.parse(row);
                            if (example != null
                                    && part == Split.TRAIN
                                    && entry.groupColumn().isPresent()) {
                                groups.add(parser.group(row, example));
                            }
                            if (example != null) {
                                all.add(example);
                            }
                        } else {
                            parser.checkUnlabelled(row);
                            unlabelled++;
                        }
                    } catch (ExampleParser.Malformed e) {
                        malformed.add(entry, row, e);
                    }
                }
                return new FileRows(
                        all.size() - before + unlabelled, read.source().labelled());
            }));
            examples.put(part, all.toImmutable());
        });
        Task task;
        try {
            task = new Task(
                    entry.name(),
                    entry.family(),
                    labels,
                    entry.pair(),
                    entry.description(),
                    entry.answers().metrics(),
                    entry.answers().range());
        } catch (IllegalArgumentException e) {
            throw new UserError("tasks." + entry.name() + ": " + e.getMessage() + malformed.hint(entry.name()));
        }
        return new TaskFiles(task, examples, groups.toImmutable(), counts);
    }

    /** The label names by the label as written in the files. */
    private static Map<String, String> names(
            Labels labels, TaskEntry entry, DataFiles files, ImmutableList<Read> train) {
        Map<String, String> names = new LinkedHashMap<>();
        switch (labels) {
            case Labels.Named named -> names.putAll(named.names());
            case Labels.Listed(String file, String pointer) ->
                JsonReader.texts(files, file, pointer, entry.layout().encoding())
                        .forEach(label -> addListed(names, file, label));
            case Labels.Found() ->
                found(entry, train.flatCollect(Read::rows)).forEach(label -> names.put(label, label));
        }
        return names;
    }

    private static void addListed(Map<String, String> names, String file, String label) {
        if (names.put(label, label) != null) {
            throw new UserError(file + ": label " + MessageText.quoted(label) + " is there twice: expected it once");
        }
    }

    /** The labels of the sound rows, sorted. Malformed rows are refused or left out later. */
    private static ImmutableList<String> found(TaskEntry entry, ImmutableList<Row> rows) {
        ExampleParser parser = new ExampleParser(entry, Map.of());
        MutableSet<String> labels = Sets.mutable.empty();
        for (Row row : rows) {
            try {
                parser.checkUnlabelled(row);
                labels.add(parser.label(row));
            } catch (ExampleParser.Malformed e) {
                continue; // MalformedRows refuses or counts it when examples are made
            }
        }
        return labels.toSortedList().toImmutable();
    }
}
