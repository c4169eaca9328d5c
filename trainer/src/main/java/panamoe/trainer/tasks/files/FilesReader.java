package panamoe.trainer.tasks.files;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.tasks.Split;
import panamoe.trainer.tasks.files.TaskEntry.Format;
import panamoe.trainer.tasks.files.TaskEntry.Source;

/**
 * Reads the files section of a task.
 *
 * @param regression whether the task is a regression task, with scores in place of labels
 */
record FilesReader(Format format, boolean regression) {

    /** The sources of each part, in the order of the manifest. */
    Map<Split, ImmutableList<Source>> read(Section section) {
        section.withKeys(List.of("train", "dev", "test"));
        section.get("train", "train.tsv");
        Map<Split, ImmutableList<Source>> files = new EnumMap<>(Split.class);
        section.map()
                .forEach((part, sources) -> files.put(
                        Split.valueOf(part.toUpperCase(Locale.ROOT)),
                        sources.list().collect(this::source)));
        if (Lookup.in(files, Split.TRAIN).anySatisfy(source -> !source.labelled())) {
            throw section.refuse("train is unlabelled: expected files with labels or scores");
        }
        return files;
    }

    private Source source(Section section) {
        boolean parallel = format == Format.PARALLEL;
        if (!section.isMap() && !parallel) {
            String[] place = source(section, format);
            return new Source(place[0], place[1], null, null, null, true);
        }
        String answer = regression ? "scores" : "labels";
        section.withKeys(
                parallel ? List.of("text", "pair", answer, "unlabelled") : List.of("file", "label", "unlabelled"));
        boolean labelled = !section.find("unlabelled").map(Section::flag).orElse(false);
        if (parallel) {
            return new Source(
                    section.get("text", "texts.txt").text(),
                    "",
                    null,
                    section.find("pair").map(Section::text).orElse(null),
                    labelled ? section.get(answer, answer + ".txt").text() : null,
                    labelled);
        }
        String[] place = source(section.get("file", "reviews.tsv"), format);
        return new Source(
                place[0], place[1], section.find("label").map(Section::text).orElse(null), null, null, labelled);
    }

    /**
     * The file and the JSON pointer of a source. In other formats {@code #} is a character of the file name, and the pointer is
     * empty.
     */
    private static String[] source(Section section, Format format) {
        return format == Format.JSON ? place(section) : new String[] {section.text(), ""};
    }

    /**
     * The file and the pointer of {@code file} or {@code file#pointer}; the pointer is a JSON pointer of RFC 6901, empty if absent.
     */
    static String[] place(Section section) {
        String text = section.text();
        int hash = text.indexOf('#');
        if (hash < 0) {
            return new String[] {text, ""};
        }
        if (!text.startsWith("/", hash + 1)) {
            throw section.refuse(MessageText.quoted(text) + ": expected a pointer such as #/train after the file");
        }
        return new String[] {text.substring(0, hash), text.substring(hash + 1)};
    }
}
