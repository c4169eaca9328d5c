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
 * The entry of one task in a manifest.
 *
 * @param pair whether each row has two texts
 * @param layout the format of its files
 * @param answers the labels or scores of its rows
 * @param files the files of each part as published; only train is required
 * @param splits the origin of each split
 * @param group the examples that a split draw keeps together
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

    /** The column, or group of the pattern, with the group of each row; empty if the task has none. */
    Optional<String> groupColumn() {
        return group instanceof Group.Column(String column) ? Optional.of(column) : Optional.empty();
    }

    /**
     * The format of the files of a task.
     *
     * @param header whether the first row of a tsv or csv file names its columns
     * @param quotes whether fields of a tsv or csv file may be in double quotes
     * @param columns the column of each field
     * @param pattern the pattern of a line, with named groups; null if the whole line is the text
     * @param strip patterns whose matches are removed from texts
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
     * @param leaveOutOtherLabels whether rows with other labels are left out; else they are malformed
     * @param range the range of the scores; null for a classification task
     * @param metrics the metrics of the task, the main one first
     */
    record Answers(
            @Nullable Labels labels,
            boolean leaveOutOtherLabels,
            @Nullable ScoreRange range,
            ImmutableList<Metric> metrics) {

        /** The field of the answer. */
        Field field() {
            return range == null ? Field.LABEL : Field.SCORE;
        }
    }

    /** A file format. */
    enum Format {
        /** Fields separated by tabs. */
        TSV,
        /** Fields separated by commas. */
        CSV,
        /** A JSON list of lists or of objects. */
        JSON,
        /** A JSON list or object per line. */
        JSONL,
        /** One row per line. */
        LINES,
        /** Texts and labels in separate files with corresponding lines. */
        PARALLEL
    }

    /** The fields of a row. */
    enum Field {
        TEXT,
        PAIR,
        LABEL,
        SCORE;

        /** The key of the field in a manifest. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One file, or several parallel files with corresponding lines.
     *
     * @param file the file of the texts, relative to the folder of the data
     * @param pointer the JSON pointer to the rows of a JSON file, such as {@code /train}; empty for the root
     * @param label the label of every row; null if each row has its own
     * @param pairFile the file of the second texts of a {@link Format#PARALLEL} pair task, else null
     * @param answerFile the file of the labels or scores of a {@link Format#PARALLEL} task, else null
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

        /** @param names label names by the label as written in the files, in the order of the label indices */
        record Named(Map<String, String> names) implements Labels {}

        /** A list of names in a JSON file of the folder. */
        record Listed(String file, String pointer) implements Labels {}

        /** The labels that occur in the training files, in alphabetical order. */
        record Found() implements Labels {}
    }

    /** The origin of the examples of a split. */
    sealed interface Origin {

        /** All examples of a part. */
        record Part(Split part) implements Origin {}

        /** A drawn share of the train part, above 0 and below 1. */
        record Draw(double share) implements Origin {}
    }

    /** The examples that a split draw keeps together. */
    sealed interface Group {

        /** Examples that are connected by shared texts. */
        record Texts() implements Group {}

        /** No groups. */
        record None() implements Group {}

        /** Examples with the same value in a column, or in a group of the pattern. */
        record Column(String column) implements Group {}
    }
}
