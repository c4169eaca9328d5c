package panamoe.trainer.report.html;

import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.ClassResult;
import panamoe.trainer.experiment.Results;
import panamoe.trainer.experiment.TaskSummary;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.Method;

/** The tasks of the suite, and whether they were learned. */
final class TaskSection {

    private TaskSection() {}

    static DomContent of(Results results) {
        List<String> methods = Method.inOrder(results.tasks().stream()
                .flatMap(task -> task.methods().keySet().stream())
                .toList());
        List<String> headers =
                new ArrayList<>(List.of("Task", "Family", "Metric", "Classes", "Train", "Test", "Baseline"));
        headers.addAll(methods);
        headers.add("Scores from");
        return section(
                        h2("Tasks"),
                        p(
                                "Each task has its own metric. The baseline is the best score without reading the texts, by always"
                                        + " the same answer or by random labels. ▲ above the baseline, ▼ below it, ● at it. Above"
                                        + " and below mean a distance of more than two standard errors of the baseline on the test"
                                        + " examples."),
                        Page.tableOf(
                                headers,
                                results.tasks().stream()
                                        .map(task -> row(task, methods))
                                        .toList()),
                        classes(results, methods))
                .withId("tasks");
    }

    /** Precision, recall and F1 of each label, for tasks with stored predictions. */
    private static DomContent classes(Results results, List<String> methods) {
        List<List<DomContent>> rows = new ArrayList<>();
        for (TaskSummary task : results.tasks()) {
            List<ClassResult> labels = task.methods().values().stream()
                    .map(TaskSummary.Score::classes)
                    .filter(classes -> !classes.isEmpty())
                    .findFirst()
                    .orElse(List.of());
            for (int label = 0; label < labels.size(); label++) {
                ClassResult first = labels.get(label);
                List<DomContent> row = new ArrayList<>(
                        List.of(text(task.task().name()), text(first.label()), text(String.valueOf(first.examples()))));
                for (String method : methods) {
                    row.add(text(ofClass(task.methods().get(method), label)));
                }
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            return text("");
        }
        List<String> headers = new ArrayList<>(List.of("Task", "Label", "Examples"));
        headers.addAll(methods);
        return Page.folded(
                "By label: precision / recall / F1, over the answers of all seeds together",
                Page.tableOf(headers, rows));
    }

    private static String ofClass(TaskSummary.@Nullable Score score, int label) {
        if (score == null || score.classes().isEmpty()) {
            return Numbers.MISSING;
        }
        ClassResult found = score.classes().get(label);
        return Stream.of(found.precision(), found.recall(), found.f1())
                .map(Numbers.SHORT::of)
                .collect(Collectors.joining(" / "));
    }

    private static List<DomContent> row(TaskSummary task, List<String> methods) {
        List<DomContent> row = new ArrayList<>(List.of(
                text(task.task().name()),
                text(task.task().family()),
                text(metrics(task)),
                text(
                        task.task().labels() == 0
                                ? "score"
                                : String.valueOf(task.task().labels())),
                text(String.valueOf(task.task().trainSize())),
                text(String.valueOf(task.task().testSize())),
                text(Numbers.LEVEL.of(task.task().baseline()))));
        for (String method : methods) {
            TaskSummary.Score score = task.methods().get(method);
            row.add(score == null ? text(Numbers.MISSING) : cell(task.task().metric(), score));
        }
        row.add(text(task.source()));
        return row;
    }

    /** The names of the metrics, in the order of the values of a cell. */
    private static String metrics(TaskSummary task) {
        return Stream.concat(
                        Stream.of(task.task().metric()),
                        task.methods().values().stream().limit(1).flatMap(score -> score.others().keySet().stream()))
                .collect(Collectors.joining(" / "));
    }

    private static String levels(TaskSummary.Score score) {
        return Stream.concat(Stream.of(score.score()), score.others().values().stream())
                .map(Numbers.LEVEL::mean)
                .collect(Collectors.joining(" / "));
    }

    private static DomContent cell(String metric, TaskSummary.Score score) {
        String name = score.mark().name().toLowerCase(Locale.ROOT);
        String symbol = switch (score.mark()) {
            case ABOVE -> "▲";
            case AT -> "●";
            case BELOW -> "▼";
            case UNKNOWN -> "?";
        };
        return span(
                        text(levels(score) + " "),
                        span(symbol).withClass("baseline " + name).withTitle(name + " the baseline"))
                .withTitle(Numbers.LEVEL.tip(metric, score.score()));
    }
}
