package panamoe.trainer.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import panamoe.trainer.common.Plural;
import panamoe.trainer.product.evaluation.TaskEvaluation;
import panamoe.trainer.tasks.Confusion;

/** The evaluation of a task as tables: metrics, scores of each label, and confusions. */
final class EvaluationTable {

    /** A confusion matrix of more labels would be too wide; the most frequent confusions are listed instead. */
    private static final int MOST_COLUMNS = 12;

    private static final int MOST_CONFUSIONS = 10;
    private static final int WIDEST_LABEL = 40;
    private static final String CUT = "...";

    private final StringBuilder text = new StringBuilder();

    private EvaluationTable() {}

    /** The tables, with an empty line at the end. */
    static String of(TaskEvaluation evaluation) {
        EvaluationTable table = new EvaluationTable();
        table.appendMetrics(evaluation);
        if (evaluation.answers() != null) {
            List<String> labels = evaluation.task().labels();
            table.appendLabels(labels, evaluation.answers());
            if (labels.size() <= MOST_COLUMNS) {
                table.appendAnswers(labels, evaluation.answers().rows());
            } else {
                table.appendConfusions(labels, evaluation.answers().rows());
            }
        }
        return table.text.append('\n').toString();
    }

    private void appendMetrics(TaskEvaluation evaluation) {
        append(
                "%s: %s, %s%n",
                evaluation.task().name(),
                evaluation.task().kind(),
                Plural.of(evaluation.examples(), evaluation.split() + " example"));
        evaluation.metrics().forEach((metric, value) -> append("  %-12s %7.4f%n", metric, value));
        String main = evaluation.metrics().keySet().iterator().next();
        append("  %-12s %7.4f  %s without a look at the texts%n", "baseline", evaluation.baseline(), main);
    }

    private void appendLabels(List<String> labels, Confusion answers) {
        String cell = "%n  %-" + width(labels) + "s  ";
        append(cell + "%9s %6s %6s %6s", "label", "precision", "recall", "f1", "count");
        for (int label = 0; label < labels.size(); label++) {
            append(
                    cell + "%9.3f %6.3f %6.3f %6d",
                    cut(labels.get(label)),
                    answers.precision(label),
                    answers.recall(label),
                    answers.f1(label),
                    answers.expected(label));
        }
        append("%n%n");
    }

    /** The confusion matrix: a row for each right label and a column for each answer, with the same numbers. */
    private void appendAnswers(List<String> labels, List<List<Long>> rows) {
        int width = width(labels);
        append("  %-" + (width + 3) + "s", "right, answered:");
        for (int answer = 1; answer <= labels.size(); answer++) {
            append(" %6d", answer);
        }
        append("%n");
        for (int label = 0; label < labels.size(); label++) {
            append("  %2d %-" + width + "s", label + 1, cut(labels.get(label)));
            rows.get(label).forEach(count -> append(" %6d", count));
            append("%n");
        }
    }

    private record Mistake(int label, int answer, long count) {}

    private void appendConfusions(List<String> labels, List<List<Long>> rows) {
        List<Mistake> mistakes = new ArrayList<>();
        for (int label = 0; label < rows.size(); label++) {
            for (int answer = 0; answer < rows.size(); answer++) {
                long count = rows.get(label).get(answer);
                if (label != answer && count > 0) {
                    mistakes.add(new Mistake(label, answer, count));
                }
            }
        }
        String row = "  %-" + width(labels) + "s  %-" + width(labels) + "s %6s%n";
        append(row, "right", "answered", "count");
        mistakes.stream()
                .sorted(Comparator.comparingLong(Mistake::count).reversed())
                .limit(MOST_CONFUSIONS)
                .forEach(each -> append(row, cut(labels.get(each.label)), cut(labels.get(each.answer)), each.count));
        if (mistakes.size() > MOST_CONFUSIONS) {
            append("  and %s of labels%n", Plural.of(mistakes.size() - MOST_CONFUSIONS, "other pair"));
        }
    }

    private void append(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }

    /** The width of the column of labels, at least that of its title. */
    private static int width(List<String> labels) {
        int longest = labels.stream()
                .map(EvaluationTable::cut)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        return Math.max("right, answered:".length() - 3, longest);
    }

    private static String cut(String label) {
        return label.length() <= WIDEST_LABEL ? label : label.substring(0, WIDEST_LABEL - CUT.length()) + CUT;
    }
}
