package panamoe.trainer.report.html;

import static j2html.TagCreator.b;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.training.TrainedModel;
import panamoe.trainer.tasks.Confusion;
import panamoe.trainer.tasks.Split;

/** The predictions of a model on test, by task: scores by label and confusion matrix. */
final class ModelAnswersSection {

    /** The most tasks with open blocks. If there are more tasks, all blocks are closed. */
    private static final int MOST_OPEN = 4;

    private ModelAnswersSection() {}

    /** The id of a task's block, for links. */
    static String anchor(KeptTask task) {
        return "task-" + task.name();
    }

    static DomContent of(TrainedModel model) {
        boolean open = model.tasks().size() <= MOST_OPEN;
        return section(
                        h2("Predictions on test"),
                        p(
                                "Precision: the share of a label's predictions that are right. Recall: the share of a label's"
                                        + " examples that are predicted right. F1: the harmonic mean of both. In a confusion"
                                        + " matrix, a row is a right label and a column a predicted label; columns are numbered like"
                                        + " rows. A cell shows the share of the row's examples with this prediction, in percent."),
                        each(
                                IntStream.range(0, model.tasks().size()).boxed().toList(),
                                slot -> block(
                                        model.kept().tasks().get(slot),
                                        Lookup.in(model.tasks().get(slot).measured(), Split.TEST)
                                                .answers(),
                                        open)))
                .withId("answers");
    }

    private static DomContent block(KeptTask task, @Nullable Confusion answers, boolean open) {
        DomContent content = answers == null
                ? p("A regression task with scores from " + task.range().getFirst() + " to "
                                + task.range().getLast() + ". It has no labels.")
                        .withClass("muted")
                : answers(task, answers);
        return div(Page.folded(
                        each(b(task.name()), span(" " + task.description()).withClass("muted")), content, open))
                .withId(anchor(task));
    }

    private static DomContent answers(KeptTask task, Confusion answers) {
        int labels = task.labels().size();
        return labels <= ConfusionPictures.MOST_LABELS
                ? Page.panels(List.of(
                        ConfusionPictures.map(task, answers), Page.panel("Scores by label", labels(task, answers))))
                : each(
                        ConfusionPictures.mistakes(task, answers),
                        Page.folded("All " + labels + " labels", labels(task, answers)));
    }

    private static DomContent labels(KeptTask task, Confusion answers) {
        List<List<DomContent>> rows = new ArrayList<>();
        for (int label = 0; label < task.labels().size(); label++) {
            rows.add(List.of(
                    text(task.labels().get(label)),
                    text(String.valueOf(answers.expected(label))),
                    text(Numbers.LEVEL.of(answers.precision(label))),
                    text(Numbers.LEVEL.of(answers.recall(label))),
                    text(Numbers.LEVEL.of(answers.f1(label)))));
        }
        return Page.tableOf(List.of("Label", "Examples", "Precision", "Recall", "F1"), rows);
    }
}
