package panamoe.trainer.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import panamoe.trainer.product.evaluation.TaskEvaluation;
import panamoe.trainer.tasks.Confusion;

/** A model's scores in a task, for a reader: metrics, labels, and which labels it takes for which. */
final class EvaluationTable {

    /** Tasks of more labels have no table of all answers. */
    private static final int MOST_COLUMNS = 12;

    private static final int MOST_CONFUSIONS = 10;
    private static final int WIDEST_LABEL = 40;
    private static final String CUT = "...";

    private final StringBuilder text = new StringBuilder();

    private EvaluationTable() {}

    /** Lines, with an empty one at the end. */
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
                "%s: %s, %d %s examples%n",
                evaluation.task().name(), evaluation.task().kind(), evaluation.examples(), evaluation.split());
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

    /** A row for each right label; the columns are the answers, numbered as the rows are. */
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
            append("  and %d other pairs of labels%n", mistakes.size() - MOST_CONFUSIONS);
        }
    }

    private void append(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }

    /** Of a column of labels, wide enough for its title. */
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
