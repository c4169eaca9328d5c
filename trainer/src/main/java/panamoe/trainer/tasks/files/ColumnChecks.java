package panamoe.trainer.tasks.files;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.collections.api.bag.Bag;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.trainer.common.Decimal;
import panamoe.trainer.common.MessageText;
import panamoe.trainer.tasks.files.TaskEntry.Field;
import panamoe.trainer.tasks.files.TaskEntry.Format;
import panamoe.trainer.tasks.files.TaskEntry.Labels;
import panamoe.trainer.tasks.files.TaskEntry.Source;

/** Warns of readable rows that suggest a mistake in the manifest: swapped columns, or a header that is read as a row. */
record ColumnChecks(TaskEntry entry, Consumer<String> warnings) {

    /** The least number of rows to check: the columns of fewer rows are not significant. */
    private static final int MIN_ROWS = 20;

    /** The share of rows from which on a column is suspicious. */
    private static final double SUSPICIOUS_SHARE = 0.9;

    /** Labels with a longer mean length, in characters, look like texts. */
    private static final int MAX_LABEL_LENGTH = 20;

    private static final Set<String> COLUMN_NAMES = Set.of(
            "answer",
            "category",
            "class",
            "comment",
            "content",
            "document",
            "gold",
            "gold_label",
            "hypothesis",
            "id",
            "index",
            "label",
            "labels",
            "passage",
            "phrase",
            "premise",
            "quality",
            "query",
            "question",
            "review",
            "score",
            "sentence",
            "sentence1",
            "sentence2",
            "sentence_a",
            "sentence_b",
            "sentiment",
            "similarity",
            "target",
            "text",
            "text1",
            "text2",
            "text_a",
            "text_b",
            "title",
            "tweet",
            "utterance");

    /** A word with a digit, such as a number, a key or the name of a file. */
    private static final Pattern CODE = Pattern.compile("(?=.*\\d)[\\w./:#-]{1,64}");

    private static final Pattern WORD = Pattern.compile("\\S+");

    /** Warns if the first row looks like a header that the manifest does not declare. */
    void checkHeader(Source source, ImmutableList<Row> rows) {
        boolean columns = !entry.layout().columns().isEmpty() && !entry.layout().header();
        if (!columns || !source.labelled() || rows.size() < 3 || rows.getFirst().problem() != null) {
            return;
        }
        Row first = rows.getFirst();
        if (isHeader(source, first, rows)) {
            boolean table =
                    entry.layout().format() == Format.TSV || entry.layout().format() == Format.CSV;
            warnings.accept("%s: the first row looks like the names of columns (%s)%s"
                    .formatted(
                            first.place(),
                            first.answer() == null || source.label() != null
                                    ? "text " + MessageText.quoted(first.text())
                                    : "text " + MessageText.quoted(first.text()) + ", label "
                                            + MessageText.quoted(first.answer()) + ", which no other row has",
                            table ? ": set header: true if it is" : ""));
        }
    }

    private boolean isHeader(Source source, Row first, ImmutableList<Row> rows) {
        boolean named = isColumnName(first.text()) || first.pair() != null && isColumnName(first.pair());
        if (source.label() != null) {
            return named;
        }
        if (!(entry.answers().labels() instanceof Labels.Found)) {
            return false; // the row is malformed
        }
        Bag<String> labels = answers(rows).toBag();
        String label = String.valueOf(first.answer());
        boolean alone = labels.occurrencesOf(DataText.stripped(label)) == 1;
        boolean othersRecur = labels.selectByOccurrences(times -> times == 1).size() == 1;
        return alone && (named || isColumnName(label) || othersRecur);
    }

    private static boolean isColumnName(String value) {
        return COLUMN_NAMES.contains(DataText.stripped(value).toLowerCase(Locale.ROOT));
    }

    /** Checks the columns of the training rows. */
    void checkColumns(String file, ImmutableList<Row> rows) {
        if (rows.size() < MIN_ROWS) {
            return;
        }
        checkTexts(file, Field.TEXT, rows.collect(row -> DataText.stripped(row.text())));
        if (entry.pair()) {
            checkTexts(
                    file,
                    Field.PAIR,
                    rows.collect(Row::pair).select(Objects::nonNull).collect(DataText::stripped));
        }
        if (entry.answers().labels() instanceof Labels.Found) {
            checkLabels(file, answers(rows));
        }
    }

    private void checkTexts(String file, Field field, ImmutableList<String> texts) {
        int different = texts.distinct().size();
        boolean unique = different >= SUSPICIOUS_SHARE * texts.size();
        int length = texts.getFirst().length();
        boolean sameLength = length >= 5
                && most(
                        texts,
                        text -> text.length() == length && WORD.matcher(text).matches());
        if (most(texts, Decimal::is)
                || unique
                        && (sameLength || most(texts, text -> CODE.matcher(text).matches()))) {
            warnings.accept("%s: %s looks like numbers or ids (%s, %s), not like texts: is it the right column?"
                    .formatted(file, name(field), MessageText.quoted(texts.get(0)), MessageText.quoted(texts.get(1))));
        } else if (different <= Math.max(3, texts.size() / 50)
                && (!entry.pair() || most(texts, text -> WORD.matcher(text).matches()))) {
            warnings.accept("%s: %s has %d different values in %d rows (%s), as labels have: is it the right column?"
                    .formatted(file, name(field), different, texts.size(), MessageText.quoted(texts.getFirst())));
        }
    }

    private void checkLabels(String file, ImmutableList<String> labels) {
        int different = labels.distinct().size();
        double length = labels.sumOfInt(String::length) / (double) labels.size();
        if (different >= SUSPICIOUS_SHARE * labels.size()
                || 2 * different > labels.size() && length > MAX_LABEL_LENGTH) {
            warnings.accept("%s: %s has %d different values in %d rows (%s), as texts have: is it the right column?"
                    .formatted(
                            file, name(Field.LABEL), different, labels.size(), MessageText.quoted(labels.getFirst())));
        }
    }

    private static boolean most(ImmutableList<String> texts, Predicate<String> looksOdd) {
        return texts.count(looksOdd::test) >= SUSPICIOUS_SHARE * texts.size();
    }

    private static ImmutableList<String> answers(ImmutableList<Row> rows) {
        return rows.select(row -> row.problem() == null)
                .collect(Row::answer)
                .select(Objects::nonNull)
                .collect(DataText::stripped);
    }

    private String name(Field field) {
        String what = "the " + field.word();
        String column = entry.layout().columns().get(field);
        return column == null ? what : what + ", column " + column + ",";
    }
}
