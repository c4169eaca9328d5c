package panamoe.trainer.manifest;

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
import panamoe.trainer.data.Metric;
import panamoe.trainer.data.ScoreRange;
import panamoe.trainer.data.Split;
import panamoe.trainer.manifest.TaskEntry.Field;
import panamoe.trainer.manifest.TaskEntry.Format;
import panamoe.trainer.manifest.TaskEntry.Labels;
import panamoe.trainer.manifest.TaskEntry.Origin;
import panamoe.trainer.manifest.TaskEntry.Source;

/** Reads one task of a manifest. */
final class TaskEntryReader {

    /** What is drawn where a task lacks a split. */
    static final double DEV_SHARE = 0.1;

    static final double TEST_SHARE = 0.2;

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
            "like");

    private static final List<String> PARTS = List.of("train", "dev", "test");

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
        this.kind = entry.get("kind").oneOf(Kind.class);
        this.format = entry.get("format").oneOf(Format.class);
    }

    TaskEntry read() {
        boolean table = format == Format.TSV || format == Format.CSV;
        refuseUnless(table, "header", "tsv and csv files");
        refuseUnless(table, "quotes", "tsv and csv files");
        refuseUnless(table || format == Format.JSON, "columns", "tsv, csv and json files");
        refuseUnless(format == Format.LINES, "pattern", "lines");
        refuseUnless(kind != Kind.REGRESSION, "labels", "tasks of labels");
        refuseUnless(kind != Kind.REGRESSION, "other-labels", "tasks of labels");
        refuseUnless(kind == Kind.REGRESSION, "range", "regression tasks");
        ScoreRange range = kind == Kind.REGRESSION ? range(entry.get("range")) : null;
        Map<Field, String> columns = table || format == Format.JSON ? columns(entry.get("columns")) : Map.of();
        Map<Split, ImmutableList<Source>> files = files(entry.get("files"));
        Pattern pattern = entry.find("pattern").map(this::pattern).orElse(null);
        TaskEntry read = new TaskEntry(
                name,
                entry.get("description").text(),
                entry.get("family").text(),
                isPair(columns, files, pattern),
                format,
                entry.find("encoding").map(TaskEntryReader::charset).orElse(StandardCharsets.UTF_8),
                entry.find("header").map(Section::flag).orElse(false),
                entry.find("quotes").map(Section::flag).orElse(format == Format.CSV),
                columns,
                pattern,
                range == null ? entry.find("labels").map(this::labels).orElse(new Labels.Found()) : null,
                entry.find("other-labels").map(TaskEntryReader::leavesOut).orElse(false),
                metrics(),
                range,
                entry.find("strip")
                        .map(section -> section.list().collect(TaskEntryReader::regex))
                        .orElse(Lists.immutable.empty()),
                files,
                splits(files));
        requireAnswers(read);
        return read;
    }

    private void refuseUnless(boolean fits, String key, String what) {
        if (!fits && entry.node().has(key)) {
            throw entry.refuse("key \"" + key + "\" is for " + what + ": leave it out");
        }
    }

    /** One text or two: as the kind says, and in a regression task as the rows have them. */
    private boolean isPair(
            Map<Field, String> columns, Map<Split, ImmutableList<Source>> files, @Nullable Pattern pattern) {
        boolean two = columns.containsKey(Field.PAIR)
                || files.get(Split.TRAIN).anySatisfy(source -> source.pairFile() != null)
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
        section.get("text");
        return columns;
    }

    private Pattern pattern(Section section) {
        Pattern pattern = regex(section);
        if (!pattern.namedGroups().containsKey("text")) {
            throw section.refuse("expected a group (?<text>...)");
        }
        return pattern;
    }

    private static Pattern regex(Section section) {
        return section.read(each -> Pattern.compile(each.text()));
    }

    private static Charset charset(Section section) {
        try {
            return Charset.forName(section.text());
        } catch (IllegalArgumentException e) {
            throw section.refuse("unknown encoding \"" + section.text() + "\": expected one such as utf-8,"
                    + " iso-8859-1 or windows-1252");
        }
    }

    private static boolean leavesOut(Section section) {
        return section.oneOf(OtherLabels.class) == OtherLabels.LEAVE_OUT;
    }

    private Labels labels(Section section) {
        if (section.isMap() && section.node().has("from")) {
            String[] place = place(section.withKeys(List.of("from")).get("from"));
            return new Labels.Listed(place[0], place[1]);
        }
        Map<String, String> names = new LinkedHashMap<>();
        if (section.isMap()) {
            section.map().forEach((written, label) -> names.put(written, label.text()));
        } else {
            section.texts().forEach(label -> names.put(label, label));
        }
        if (names.values().stream().distinct().count() < 2) {
            throw section.refuse("expected at least two labels, got " + names.values());
        }
        return new Labels.Named(names);
    }

    private ImmutableList<Metric> metrics() {
        return entry.find("metric")
                .map(section -> section.list().collect(each -> each.read(metric -> Metric.named(metric.text()))))
                .orElse(Lists.immutable.with(kind == Kind.REGRESSION ? Metric.PEARSON : Metric.ACCURACY));
    }

    private Map<Split, ImmutableList<Source>> files(Section section) {
        section.withKeys(PARTS);
        section.get("train");
        Map<Split, ImmutableList<Source>> files = new EnumMap<>(Split.class);
        section.map()
                .forEach(
                        (part, sources) -> files.put(split(part), sources.list().collect(this::source)));
        if (files.get(Split.TRAIN).anySatisfy(source -> !source.labelled())) {
            throw section.refuse("train is unlabelled: expected files with labels or scores");
        }
        return files;
    }

    private static Split split(String name) {
        return Split.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private Source source(Section section) {
        boolean parallel = format == Format.PARALLEL;
        if (!section.isMap() && !parallel) {
            String[] place = place(section);
            return new Source(place[0], place[1], null, null, null, true);
        }
        String answer = kind == Kind.REGRESSION ? "scores" : "labels";
        section.withKeys(
                parallel ? List.of("text", "pair", answer, "unlabelled") : List.of("file", "label", "unlabelled"));
        boolean labelled = !section.find("unlabelled").map(Section::flag).orElse(false);
        if (parallel) {
            return new Source(
                    section.get("text").text(),
                    "",
                    null,
                    section.find("pair").map(Section::text).orElse(null),
                    labelled ? section.get(answer).text() : null,
                    labelled);
        }
        String[] place = place(section.get("file"));
        return new Source(
                place[0], place[1], section.find("label").map(Section::text).orElse(null), null, null, labelled);
    }

    /** {@code file} or {@code file#pointer}, a pointer being as in RFC 6901. */
    private static String[] place(Section section) {
        String text = section.text();
        int hash = text.indexOf('#');
        if (hash < 0) {
            return new String[] {text, ""};
        }
        if (!text.startsWith("/", hash + 1)) {
            throw section.refuse("\"" + text + "\": expected a pointer such as #/train behind the file");
        }
        return new String[] {text.substring(0, hash), text.substring(hash + 1)};
    }

    private Map<Split, Origin> splits(Map<Split, ImmutableList<Source>> files) {
        Map<Split, Origin> splits = new EnumMap<>(Split.class);
        splits.put(Split.TRAIN, new Origin.Part(Split.TRAIN));
        entry.find("split")
                .ifPresent(section -> section.withKeys(List.of("dev", "test"))
                        .map()
                        .forEach((split, origin) -> splits.put(split(split), origin(origin, files))));
        for (Split split : List.of(Split.TEST, Split.DEV)) {
            boolean taken = splits.containsValue(new Origin.Part(split));
            Origin own = files.containsKey(split) && !taken
                    ? new Origin.Part(split)
                    : new Origin.Draw(split == Split.TEST ? TEST_SHARE : DEV_SHARE);
            Origin origin = splits.computeIfAbsent(split, missing -> own);
            if (origin instanceof Origin.Part(Split part) && files.get(part).anySatisfy(source -> !source.labelled())) {
                throw entry.refuse("split: " + split + " would be taken from the unlabelled files of " + part
                        + ": say \"split: {" + split + ": ...}\"");
            }
        }
        List<Origin> parts =
                splits.values().stream().filter(Origin.Part.class::isInstance).toList();
        if (parts.stream().distinct().count() < parts.size()) {
            throw entry.refuse("split: two splits come from the same files");
        }
        return splits;
    }

    private static Origin origin(Section section, Map<Split, ImmutableList<Source>> files) {
        if (section.node().isNumber()) {
            double share = section.number();
            if (!(share > 0 && share < 1)) {
                throw section.refuse("a share of " + share + ": expected more than 0 and less than 1");
            }
            return new Origin.Draw(share);
        }
        Split part = section.oneOf(Split.class);
        if (!files.containsKey(part)) {
            throw section.refuse("no files of part \"" + part + "\"");
        }
        return new Origin.Part(part);
    }

    private void requireAnswers(TaskEntry read) {
        String answer = read.answer() == Field.LABEL ? "label" : "score";
        boolean inRows = read.columns().containsKey(read.answer())
                || read.pattern() != null && read.pattern().namedGroups().containsKey(answer)
                || format == Format.PARALLEL;
        for (ImmutableList<Source> sources : read.files().values()) {
            if (sources.anySatisfy(source -> source.labelled() && !inRows && source.label() == null)) {
                throw entry.refuse("nothing says what the " + answer
                        + " of a row is: expected a column, a group of the pattern or a label of the file");
            }
        }
    }
}
