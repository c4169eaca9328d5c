package panamoe.trainer.report.html;

import static j2html.TagCreator.a;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.training.TrainedModel;
import panamoe.trainer.tasks.Split;

/** The scores of a model and of its baselines. */
final class ModelScoresSection {

    private ModelScoresSection() {}

    static DomContent of(TrainedModel model) {
        List<KeptTask> tasks = model.kept().tasks();
        boolean probed = tasks.stream().anyMatch(task -> task.linearProbe(Split.TEST) != null);
        List<String> headers = new ArrayList<>(
                List.of("Task", "Metric", "Labels", "Train", "Dev", "Test", "Dev score", "Test score", "Majority"));
        if (probed) {
            headers.add("Linear probe");
        }
        headers.add("Test above majority");
        return section(
                        h2("Scores"),
                        p(summary(model)).withClass("lead"),
                        Page.tableOf(
                                headers,
                                tasks.stream().map(task -> row(task, probed)).toList()),
                        p(note(model, probed)).withClass("note"))
                .withId("scores");
    }

    /** The result in words. */
    private static String summary(TrainedModel model) {
        List<KeptTask> tasks = model.kept().tasks();
        long above =
                tasks.stream().filter(task -> task.isAboveMajority(Split.TEST)).count();
        String mean = Numbers.LEVEL.of(model.best().mean());
        String kept = model.isBest()
                ? "which has the highest mean dev score, " + mean
                : "the last step. The mean dev score was highest, " + mean + ", at step "
                        + model.best().step();
        String learned = "On test, " + above + " of " + tasks.size() + (tasks.size() == 1 ? " task is" : " tasks are")
                + " above the majority baseline.";
        return "Kept from step " + model.bestStep() + " of " + model.steps() + ", " + kept + ". " + learned
                + probed(tasks);
    }

    private static String probed(List<KeptTask> tasks) {
        List<KeptTask> probed = tasks.stream()
                .filter(task -> task.linearProbe(Split.TEST) != null)
                .toList();
        long above = probed.stream().filter(ModelScoresSection::isAboveProbe).count();
        return probed.isEmpty()
                ? ""
                : " " + above + " of " + probed.size() + " are above a linear probe of the pretrained encoder.";
    }

    private static boolean isAboveProbe(KeptTask task) {
        Double probe = task.linearProbe(Split.TEST);
        return probe != null && task.score(Split.TEST) > probe;
    }

    private static String note(TrainedModel model, boolean probed) {
        String chosen = model.isBest()
                ? "The kept step was chosen by the scores on dev, so these may be a little too high. The scores on test had no part"
                        + " in the choice."
                : "The kept step was not chosen by a score.";
        return "The columns Train, Dev and Test give numbers of examples. " + chosen
                + " Majority, on test: the best score without reading the texts, by always the same answer or by random"
                + " labels, ± two standard errors on the test examples. ▲: the test score is above majority by more than"
                + " this; ✗: it is not."
                + (probed ? " Linear probe, on test: a linear classifier per task on the pretrained encoder." : "");
    }

    private static List<DomContent> row(KeptTask task, boolean probed) {
        List<DomContent> row = new ArrayList<>(List.of(
                a(task.name()).withHref("#" + ModelAnswersSection.anchor(task)),
                text(String.join(" / ", task.metrics())),
                text(task.range().isEmpty() ? String.valueOf(task.labels().size()) : "score")));
        for (Split split : Split.values()) {
            row.add(text(String.valueOf(task.examples().get(split.toString()))));
        }
        row.add(text(levels(task, Split.DEV)));
        row.add(text(levels(task, Split.TEST)));
        row.add(text(Numbers.LEVEL.of(task.majority(Split.TEST)) + " ± "
                + Numbers.LEVEL.of(task.majorityMargin(Split.TEST))));
        if (probed) {
            row.add(text(Numbers.LEVEL.of(task.linearProbe(Split.TEST))));
        }
        row.add(
                task.isAboveMajority(Split.TEST)
                        ? span("▲ yes").withClass("baseline above")
                        : span("✗ no").withClass("baseline below"));
        return row;
    }

    /** The values of all metrics, in the order of the column of metrics. */
    private static String levels(KeptTask task, Split split) {
        return task.metrics().stream()
                .map(metric -> Numbers.LEVEL.of(
                        Lookup.in(task.scores(), split.toString()).get(metric)))
                .collect(Collectors.joining(" / "));
    }
}
