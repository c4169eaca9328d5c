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
import panamoe.trainer.report.MethodNames;
import panamoe.trainer.report.Results;
import panamoe.trainer.report.TaskSummary;

/** The suite's tasks and whether they were learnt. */
final class TaskSection {

    private TaskSection() {}

    static DomContent of(Results results) {
        List<String> methods = MethodNames.ALL.stream()
                .filter(method ->
                        results.tasks().stream().anyMatch(task -> task.methods().containsKey(method)))
                .toList();
        List<String> headers = new ArrayList<>(List.of("Task", "Family", "Classes", "Train", "Test", "Majority"));
        headers.addAll(methods);
        headers.add("Accuracy of");
        return section(
                        h2("Tasks"),
                        p("Accuracy against the majority baseline (always the most frequent label). ▲ above, ▼ below,"
                                + " ● at it: the mark needs a distance of two binomial standard errors of the baseline"
                                + " on the test examples."),
                        Page.tableOf(
                                headers,
                                results.tasks().stream()
                                        .map(task -> row(task, methods))
                                        .toList()))
                .withId("tasks");
    }

    private static List<DomContent> row(TaskSummary task, List<String> methods) {
        List<DomContent> row = new ArrayList<>(List.of(
                text(task.name()),
                text(task.family()),
                text(String.valueOf(task.labels())),
                text(String.valueOf(task.trainSize())),
                text(String.valueOf(task.testSize())),
                text(Numbers.LEVEL.of(task.majority()))));
        for (String method : methods) {
            TaskSummary.Score score = task.methods().get(method);
            row.add(score == null ? text(Numbers.MISSING) : cell(score));
        }
        row.add(text(task.source()));
        return row;
    }

    private static DomContent cell(TaskSummary.Score score) {
        String name = score.mark().name().toLowerCase(Locale.ROOT);
        String symbol = switch (score.mark()) {
            case ABOVE -> "▲";
            case AT -> "●";
            case BELOW -> "▼";
            case UNKNOWN -> "?";
        };
        return span(
                        text(Numbers.LEVEL.of(score.accuracy().mean()) + " "),
                        span(symbol).withClass("baseline " + name).withTitle(name + " the majority baseline"))
                .withTitle(Numbers.LEVEL.tip("accuracy", score.accuracy()));
    }
}
