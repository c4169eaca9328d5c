package panamoe.trainer.tasks.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.common.UserError;
import panamoe.trainer.tasks.Example;
import panamoe.trainer.tasks.NormalForm;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.Task;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.files.Manifest.Apart;

/**
 * The tasks of a folder, read by its manifest.
 *
 * @param tasks all tasks, in the order of the manifest
 * @param suite the tasks with a role in the protocols
 * @param malformed the malformed rows that were left out
 */
public record TaskFolder(ImmutableList<FolderTask> tasks, ManifestSuite suite, MalformedRows malformed) {

    /**
     * A task of the folder.
     *
     * @param rows the numbers of rows of its train, dev and test files as published, such as {@code 8551 / 527+516 / -}
     */
    public record FolderTask(TaskData data, String rows) {}

    /**
     * Reads all tasks of a folder.
     *
     * @param manifest a file; null for {@code panamoe.yaml} in the folder, or for the shipped manifest if the folder has its files
     * @param warnings receives one line about each suspicious but readable input
     * @throws UserError if the manifest or a file is missing or malformed, or in strict mode a row is
     */
    public static TaskFolder read(
            Path folder, @Nullable Path manifest, MalformedRows.Mode mode, Consumer<String> warnings) {
        ManifestText text = ManifestText.find(folder, manifest);
        Consumer<String> lines = warning -> warnings.accept(MessageText.line(warning));
        return read(ManifestReader.read(text.file(), text.yaml()), folder, mode, lines);
    }

    private static TaskFolder read(Manifest manifest, Path folder, MalformedRows.Mode mode, Consumer<String> warnings) {
        DataFiles files = new DataFiles(folder);
        files.mix(manifest.source().getBytes(StandardCharsets.UTF_8));
        files.mix(mode.name().getBytes(StandardCharsets.UTF_8));
        MalformedRows malformed = new MalformedRows(mode);
        Map<String, Map<Split, ImmutableList<Example>>> splits = new LinkedHashMap<>();
        Map<String, TaskFiles> read = new LinkedHashMap<>();
        for (TaskEntry entry : manifest.tasks()) {
            TaskFiles task = TaskFiles.read(entry, files, malformed, warnings);
            read.put(entry.name(), task);
            splits.put(
                    entry.name(),
                    ofTask(
                            entry.name(),
                            malformed,
                            () -> new SplitDraw(task.task(), entry.group(), manifest.seed(), warnings)
                                    .splits(task.examples(), task.groups(), entry.splits())));
        }
        Map<String, TaskData> data = new LinkedHashMap<>();
        keptApart(manifest, splits).forEach((name, parts) -> {
            data.put(
                    name,
                    ofTask(name, malformed, () -> data(Lookup.in(read, name).task(), parts)));
            warnOfLabels(Lookup.in(data, name), warnings);
        });
        return new TaskFolder(
                manifest.tasks()
                        .collect(entry ->
                                new FolderTask(Lookup.in(data, entry.name()), rows(Lookup.in(read, entry.name())))),
                new ManifestSuite(
                        manifest.name(),
                        ReaderVersion.before(files.fingerprint()),
                        manifest.roles().tasks().collect(data::get),
                        manifest.roles().unrelated().collect(data::get),
                        manifest.roles().lowResource(),
                        manifest.roles().unseen()),
                malformed);
    }

    /**
     * Runs a step for one task. An {@link IllegalArgumentException} becomes a {@link UserError} that names the task and its
     * malformed rows.
     */
    private static <T> T ofTask(String name, MalformedRows malformed, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new UserError("tasks." + name + ": " + e.getMessage() + malformed.hint(name));
        }
    }

    private static TaskData data(Task task, Map<Split, ImmutableList<Example>> splits) {
        return new TaskData(
                task, Lookup.in(splits, Split.TRAIN), Lookup.in(splits, Split.DEV), Lookup.in(splits, Split.TEST));
    }

    /** Warns of labels without training examples: a model never predicts them, and the files may spell them differently. */
    private static void warnOfLabels(TaskData data, Consumer<String> warnings) {
        Task task = data.task();
        if (task.range() != null) {
            return;
        }
        int[] counts = data.labelCounts(Split.TRAIN);
        ImmutableList<String> without = task.labels().selectWithIndex((label, index) -> counts[index] == 0);
        if (without.notEmpty()) {
            warnings.accept("tasks.%s.labels: %d of %d labels have none of the %d training examples: %s"
                    .formatted(
                            task.name(),
                            without.size(),
                            task.labels().size(),
                            data.train().size(),
                            MessageText.names(without)));
        }
    }

    /** The splits without the training and dev examples that {@code keep-apart} excludes. */
    private static Map<String, Map<Split, ImmutableList<Example>>> keptApart(
            Manifest manifest, Map<String, Map<Split, ImmutableList<Example>>> splits) {
        Map<String, Map<Split, ImmutableList<Example>>> kept = new LinkedHashMap<>();
        splits.forEach((name, parts) -> {
            Set<String> tested = new HashSet<>();
            for (Apart apart : manifest.apart().select(each -> each.train().contains(name))) {
                Lookup.in(Lookup.in(splits, apart.test()), Split.TEST)
                        .forEach(example -> tested.addAll(NormalForm.of(example)));
            }
            Map<Split, ImmutableList<Example>> own = new EnumMap<>(parts);
            for (Split split : Lists.immutable.with(Split.TRAIN, Split.DEV)) {
                own.computeIfPresent(
                        split,
                        (same, examples) -> examples.reject(
                                example -> NormalForm.of(example).stream().anyMatch(tested::contains)));
            }
            kept.put(name, own);
        });
        return kept;
    }

    private static String rows(TaskFiles files) {
        return Lists.immutable
                .with(Split.values())
                .collect(part -> files.rows().containsKey(part)
                        ? files.rows()
                                .get(part)
                                .collect(rows -> rows.count() + (rows.labelled() ? "" : " unlabelled"))
                                .makeString("+")
                        : "-")
                .makeString(" / ");
    }
}
