package panamoe.trainer.tasks.files;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Blank;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.files.TaskEntry.Field;
import panamoe.trainer.tasks.files.TaskEntry.Format;
import panamoe.trainer.tasks.files.TaskEntry.Group;
import panamoe.trainer.tasks.files.TaskEntry.Labels;
import panamoe.trainer.tasks.files.TaskEntry.Source;

/** Reads the entry of one task in a manifest. */
final class TaskEntryReader {

    private static final List<String> KEYS = List.of(
            "description",
            "family",
            "kind",
            "format",
            "encoding",
            "header",
            "quotes",
            "columns",
            "pattern",
            "labels",
            "other-labels",
            "metric",
            "range",
            "strip",
            "files",
            "split",
            "group",
            "like");

    private static final String NO_GROUP = "none";

    private enum Kind {
        SINGLE,
        PAIR,
        REGRESSION
    }

    private enum OtherLabels {
        REFUSE,
        LEAVE_OUT
    }

    private final String name;
    private final Section entry;
    private final Kind kind;
    private final Format format;

    TaskEntryReader(String name, Section entry) {
        this.name = name;
        this.entry = entry.withKeys(KEYS);
        this.kind = entry.get("kind", "single").oneOf(Kind.class);
        this.format = entry.get("format", "tsv").oneOf(Format.class);
    }

    TaskEntry read() {
        boolean table = format == Format.TSV || format == Format.CSV;
        refuseUnless(table, "header", "tsv and csv files");
        refuseUnless(table, "quotes", "tsv and csv files");
        boolean json = format == Format.JSON || format == Format.JSONL;
        refuseUnless(table || json, "columns", "tsv, csv, json and jsonl files");
        refuseUnless(format == Format.LINES, "pattern", "lines");
        refuseUnless(kind != Kind.REGRESSION, "labels", "tasks of labels");
        refuseUnless(kind != Kind.REGRESSION, "other-labels", "tasks of labels");
        refuseUnless(kind == Kind.REGRESSION, "range", "regression tasks");
        ScoreRange range = kind == Kind.REGRESSION ? range(entry.get("range", "[0, 5]")) : null;
        Map<Field, String> columns = table || json ? columns(entry.get("columns", "{text: 1, label: 2}")) : Map.of();
        Map<Split, ImmutableList<Source>> files =
                new FilesReader(format, kind == Kind.REGRESSION).read(entry.get("files", "{train: train.tsv}"));
        Pattern pattern = entry.find("pattern").map(this::pattern).orElse(null);
        TaskEntry.Layout layout = new TaskEntry.Layout(
                format,
                entry.find("encoding").map(TaskEntryReader::charset).orElse(StandardCharsets.UTF_8),
                entry.find("header").map(Section::flag).orElse(false),
                entry.find("quotes").map(Section::flag).orElse(format == Format.CSV),
                columns,
                pattern,
                entry.find("strip")
                        .map(section -> section.list().collect(TaskEntryReader::regex))
                        .orElse(Lists.immutable.empty()));
        TaskEntry.Answers answers = new TaskEntry.Answers(
                range == null ? entry.find("labels").map(this::labels).orElse(new Labels.Found()) : null,
                entry.find("other-labels").map(TaskEntryReader::leavesOut).orElse(false),
                range,
                metrics());
        TaskEntry read = new TaskEntry(
                name,
                entry.get("description", "Is the review negative or positive?").text(),
                entry.get("family", "sentiment").text(),
                isPair(columns, files, pattern),
                layout,
                answers,
                files,
                SplitReader.read(entry, files),
                entry.find("group")
                        .map(section -> group(section, table || json, pattern))
                        .orElse(new Group.Texts()));
        requireAnswers(read);
        return read;
    }

    private void refuseUnless(boolean fits, String key, String what) {
        if (!fits && entry.node().has(key)) {
            throw entry.refuse("key \"" + key + "\" is for " + what + ": leave it out");
        }
    }

    /** True for a task on pairs. The kind says so for classification; a regression task is on pairs if its rows have two texts. */
    private boolean isPair(
            Map<Field, String> columns, Map<Split, ImmutableList<Source>> files, @Nullable Pattern pattern) {
        boolean two = columns.containsKey(Field.PAIR)
                || Lookup.in(files, Split.TRAIN).anySatisfy(source -> source.pairFile() != null)
                || pattern != null && pattern.namedGroups().containsKey("pair");
        if (kind != Kind.REGRESSION && two != (kind == Kind.PAIR)) {
            throw entry.refuse("kind: a " + (two ? "single" : "pair") + " task with " + (two ? "a" : "no")
                    + " place for \"pair\"");
        }
        return two;
    }

    private static ScoreRange range(Section section) {
        ImmutableDoubleList ends = section.list().collectDouble(Section::number);
        if (ends.size() != 2) {
            throw section.refuse("expected the lowest and the highest score, such as [0, 5]");
        }
        return section.read(each -> new ScoreRange(ends.get(0), ends.get(1)));
    }

    private Map<Field, String> columns(Section section) {
        section.withKeys(List.of("text", "pair", "label", "score"));
        Map<Field, String> columns = new EnumMap<>(Field.class);
        section.map().forEach((key, column) -> columns.put(Field.valueOf(key.toUpperCase(Locale.ROOT)), column.text()));
        section.get("text", "1");
        if (columns.values().stream().distinct().count() < columns.size()) {
            throw section.refuse("one column for two parts of a row: expected each to have its own");
        }
        return columns;
    }

    private Pattern pattern(Section section) {
        Pattern pattern = regex(section);
        if (!pattern.namedGroups().containsKey("text")) {
            throw section.refuse("expected a group (?<text>...)");
        }
        return pattern;
    }

    /** UNIX_LINES, so that a dot matches everything but a line feed, the only line end of data files. */
    private static Pattern regex(Section section) {
        return section.read(each -> Pattern.compile(each.text(), Pattern.UNIX_LINES));
    }

    private static Group group(Section section, boolean columns, @Nullable Pattern pattern) {
        String group = section.text();
        if (group.equals(NO_GROUP)) {
            return new Group.None();
        }
        if (!columns && pattern == null) {
            throw section.refuse(MessageText.quoted(group) + ": expected none, since the files have no columns");
        }
        if (pattern != null && !pattern.namedGroups().containsKey(group)) {
            throw section.refuse(MessageText.quoted(group) + ": expected none or a group of the pattern, one of "
                    + MessageText.names(pattern.namedGroups().keySet()));
        }
        return new Group.Column(group);
    }

    private static Charset charset(Section section) {
        try {
            return Charset.forName(section.text());
        } catch (IllegalArgumentException e) {
            throw section.refuse("unknown encoding " + MessageText.quoted(section.text())
                    + ": expected one such as utf-8, iso-8859-1 or windows-1252");
        }
    }

    private static boolean leavesOut(Section section) {
        return section.oneOf(OtherLabels.class) == OtherLabels.LEAVE_OUT;
    }

    private Labels labels(Section section) {
        if (section.isMap() && section.node().has("from")) {
            String[] place = FilesReader.place(section.withKeys(List.of("from")).get("from", "labels.json"));
            return new Labels.Listed(place[0], place[1]);
        }
        Map<String, String> names = new LinkedHashMap<>();
        if (section.isMap()) {
            section.map().forEach((written, label) -> addLabel(section, names, written, label.text()));
        } else {
            section.texts().forEach(label -> addLabel(section, names, label, label));
        }
        if (names.values().stream().distinct().count() < 2) {
            throw section.refuse("expected at least two different labels, got "
                    + (names.size() < 2
                            ? MessageText.names(names.keySet())
                            : MessageText.quoted(names.values().iterator().next()) + " for each of "
                                    + MessageText.names(names.keySet())));
        }
        return new Labels.Named(names);
    }

    private static void addLabel(Section section, Map<String, String> names, String written, String name) {
        if (Blank.is(written)) {
            throw section.refuse(
                    "blank label " + MessageText.quoted(written) + ": expected a label as written in the files");
        }
        if (names.put(DataText.stripped(written), DataText.stripped(name)) != null) {
            throw section.refuse("label " + MessageText.quoted(written) + " is there twice: expected it once");
        }
    }

    private ImmutableList<Metric> metrics() {
        return entry.find("metric")
                .map(section -> section.list().collect(each -> each.read(metric -> Metric.named(metric.text()))))
                .orElse(Lists.immutable.with(kind == Kind.REGRESSION ? Metric.PEARSON : Metric.ACCURACY));
    }

    private void requireAnswers(TaskEntry read) {
        Field field = read.answers().field();
        String answer = field == Field.LABEL ? "label" : "score";
        Pattern pattern = read.layout().pattern();
        boolean inRows = read.layout().columns().containsKey(field)
                || pattern != null && pattern.namedGroups().containsKey(answer)
                || format == Format.PARALLEL;
        for (ImmutableList<Source> sources : read.files().values()) {
            if (sources.anySatisfy(source -> source.labelled() && !inRows && source.label() == null)) {
                throw entry.refuse("nothing says what the " + answer
                        + " of a row is: expected a column, a group of the pattern or a label of the file");
            }
        }
    }
}
