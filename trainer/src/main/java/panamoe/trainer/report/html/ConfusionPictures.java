package panamoe.trainer.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h4;
import static j2html.TagCreator.p;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.tasks.Confusion;

/** Shows the confusion of labels: as a heat map for few labels, as a list of the most frequent mistakes for many. */
final class ConfusionPictures {

    /** The most labels of a heat map. */
    static final int MOST_LABELS = 20;

    private static final int MOST_MISTAKES = 20;

    private ConfusionPictures() {}

    /** The confusion matrix: a cell is the share of a label's examples with a predicted label. */
    static DomContent map(KeptTask task, Confusion answers) {
        List<String> labels = task.labels();
        List<String> numbers = IntStream.rangeClosed(1, labels.size())
                .mapToObj(String::valueOf)
                .toList();
        List<List<Double>> shares = IntStream.range(0, labels.size())
                .mapToObj(label -> shares(answers, label))
                .toList();
        return Page.panel(
                "Confusion matrix",
                new HeatMap(
                                "Confusion of the labels of " + task.name() + " on test",
                                labels,
                                numbers,
                                shares,
                                new HeatMap.SideColumn("", numbers),
                                (label, answer, share) -> labels.get(label) + " predicted as " + labels.get(answer)
                                        + ": " + answers.rows().get(label).get(answer) + " of "
                                        + answers.expected(label))
                        .draw());
    }

    /** A row of the confusion matrix as shares of the label's examples; empty if it has none. */
    private static List<Double> shares(Confusion answers, int label) {
        double examples = answers.expected(label);
        return examples == 0
                ? List.of()
                : answers.rows().get(label).stream()
                        .map(count -> count / examples)
                        .toList();
    }

    /** The number of examples of a label with a wrong predicted label. */
    private record Mistake(int label, int answer, long count) {}

    /** A table of the most frequent mistakes. */
    static DomContent mistakes(KeptTask task, Confusion answers) {
        List<List<Long>> counts = answers.rows();
        List<Mistake> mistakes = new ArrayList<>();
        for (int label = 0; label < counts.size(); label++) {
            for (int answer = 0; answer < counts.size(); answer++) {
                long count = counts.get(label).get(answer);
                if (answer != label && count > 0) {
                    mistakes.add(new Mistake(label, answer, count));
                }
            }
        }
        if (mistakes.isEmpty()) {
            return p("Every prediction is right.");
        }
        mistakes.sort(Comparator.comparingLong(Mistake::count).reversed());
        List<Mistake> shown = mistakes.subList(0, Math.min(MOST_MISTAKES, mistakes.size()));
        return each(
                h4("The most frequent mistakes: " + shown.size() + " of " + mistakes.size() + " pairs of labels"),
                Page.tableOf(
                        List.of("Right label", "Predicted label", "Examples", "All examples of the right label"),
                        shown.stream()
                                .map(each -> List.<DomContent>of(
                                        text(task.labels().get(each.label())),
                                        text(task.labels().get(each.answer())),
                                        text(String.valueOf(each.count())),
                                        text(String.valueOf(answers.expected(each.label())))))
                                .toList()));
    }
}
