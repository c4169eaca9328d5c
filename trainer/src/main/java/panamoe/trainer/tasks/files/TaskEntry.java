package panamoe.trainer.tasks.files;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.tasks.Metric;
import panamoe.trainer.tasks.ScoreRange;
import panamoe.trainer.tasks.Split;

/**
 * The part of a manifest about one task.
 *
 * @param pair whether each row has two texts
 * @param layout how its files are written
 * @param answers the labels or scores of its rows
 * @param files each part's files, as they were published; no part need have any but train
 * @param splits where each split comes from
 * @param group what a draw of splits keeps together
 */
record TaskEntry(
        String name,
        String description,
        String family,
        boolean pair,
        Layout layout,
        Answers answers,
        Map<Split, ImmutableList<Source>> files,
        Map<Split, Origin> splits,
        Group group) {

    /** The column, or group of the pattern, whose values are the groups of a draw; empty where there is none. */
    Optional<String> groupColumn() {
        return group instanceof Group.Column(String column) ? Optional.of(column) : Optional.empty();
    }

    /**
     * How the files of a task are written.
     *
     * @param header whether the first row of a tsv or csv file names its columns
     * @param quotes whether fields of a tsv or csv file may stand in double quotes
     * @param columns the column of each field
     * @param pattern of a line, with named groups; null for lines that are the text as a whole
     * @param strip is cut out of texts
     */
    record Layout(
            Format format,
            Charset encoding,
            boolean header,
            boolean quotes,
            Map<Field, String> columns,
            @Nullable Pattern pattern,
            ImmutableList<Pattern> strip) {}

    /**
     * The answers of a task's rows.
     *
     * @param labels the label names; null for a regression task
     * @param leaveOutOtherLabels whether a row with another label belongs to another task rather than being malformed
     * @param range null for a task of labels
     */
    record Answers(
            @Nullable Labels labels,
            boolean leaveOutOtherLabels,
            @Nullable ScoreRange range,
            ImmutableList<Metric> metrics) {

        /** The field of a row that has the answer. */
        Field field() {
            return range == null ? Field.LABEL : Field.SCORE;
        }
    }

    /** How files are written. */
    enum Format {
        /** Fields between tabs. */
        TSV,
        /** Fields between commas. */
        CSV,
        /** A list of lists or of objects. */
        JSON,
        /** A list or an object per line. */
        JSONL,
        /** A row per line. */
        LINES,
        /** Texts and labels in files of their own, line by line. */
        PARALLEL
    }

    /** The fields of a row. */
    enum Field {
        TEXT,
        PAIR,
        LABEL,
        SCORE;

        /** The word for it in a manifest. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One file, or several that belong together line by line.
     *
     * @param file the file of the texts, relative to the folder of the data
     * @param pointer to the rows in a JSON file, such as {@code /train}; empty for the whole
     * @param label of every row; null where rows have their own
     * @param pairFile of a {@link Format#PARALLEL} pair task, else null
     * @param answerFile labels or scores of a {@link Format#PARALLEL} task, else null
     * @param labelled whether the rows have labels or scores
     */
    record Source(
            String file,
            String pointer,
            @Nullable String label,
            @Nullable String pairFile,
            @Nullable String answerFile,
            boolean labelled) {}

    /** The label names of a task. */
    sealed interface Labels {

        /** @param names by what stands in the file, in the order of the label indices */
        record Named(Map<String, String> names) implements Labels {}

        /** A list of names in a JSON file of the data. */
        record Listed(String file, String pointer) implements Labels {}

        /** Whatever stands in the training files, in alphabetical order. */
        record Found() implements Labels {}
    }

    /** Where the examples of a split come from. */
    sealed interface Origin {

        /** All of a part's files. */
        record Part(Split part) implements Origin {}

        /** A share of the train part, drawn. */
        record Draw(double share) implements Origin {}
    }

    /** Which examples a draw of splits keeps together. */
    sealed interface Group {

        /** Those that share a text, and those that share one with them, and so on. */
        record Texts() implements Group {}

        /** None. */
        record None() implements Group {}

        /** Those with the same value in a column, or in a group of the pattern. */
        record Column(String column) implements Group {}
    }
}
