package panamoe.trainer.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import panamoe.trainer.experiment.exhibit.Picture;
import panamoe.trainer.experiment.exhibit.Series;
import panamoe.trainer.experiment.protocol.MethodResult.NotApplicable;
import panamoe.trainer.experiment.protocol.MethodResult.Scored;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.experiment.statistics.Verdict;

/** The scores by method and their paired differences, as pictures and tables. Every protocol has this part. */
final class ScoresSection {

    private ScoresSection() {}

    /** @param numbers number format of the protocol's score */
    static DomContent of(ProtocolResult<?> result, Numbers numbers) {
        List<DomContent> panels = new ArrayList<>();
        List<Picture.Row> scores = scoreRows(result);
        if (!scores.isEmpty()) {
            panels.add(Page.panel(
                    "Score: mean, 95 % interval, seeds",
                    IntervalChart.of(new Picture.Intervals("Score by method", scores, numbers))));
        }
        Map<String, Estimate> main = result.mainComparisons();
        List<Picture.Row> differences = main.entrySet().stream()
                .map(pair -> new Picture.Row(new Series.OfPair(pair.getKey()), pair.getValue()))
                .toList();
        if (!differences.isEmpty()) {
            panels.add(Page.panel(
                    "Difference, paired by seed",
                    IntervalChart.of(new Picture.Intervals(
                            "Difference of scores, paired by seed", differences, Numbers.CHANGE))));
        }
        Map<String, Estimate> others = result.otherComparisons();
        return each(
                Page.panels(panels),
                scoreTable(result, numbers),
                main.isEmpty() ? text("") : differenceTable(main),
                others.isEmpty()
                        ? text("")
                        : Page.folded(
                                others.size() == 1 ? "The other pair" : "The other " + others.size() + " pairs",
                                differenceTable(others)));
    }

    private static List<Picture.Row> scoreRows(ProtocolResult<?> result) {
        List<Picture.Row> rows = new ArrayList<>();
        result.methods().forEach((method, outcome) -> {
            if (outcome instanceof Scored<?> scored) {
                rows.add(new Picture.Row(new Series.OfMethod(method), scored.score()));
            }
        });
        return rows;
    }

    private static DomContent scoreTable(ProtocolResult<?> result, Numbers numbers) {
        List<List<DomContent>> rows = new ArrayList<>();
        result.methods().forEach((method, outcome) -> {
            DomContent name = Page.methodName(method);
            rows.add(
                    switch (outcome) {
                        case Scored<?> scored -> row(name, scored.score(), numbers);
                        case NotApplicable<?> none ->
                            List.of(
                                    name,
                                    text(Numbers.MISSING),
                                    text(Numbers.MISSING),
                                    span("not applicable: " + none.notApplicable())
                                            .withClass("muted"));
                    });
        });
        return Page.tableOf(List.of("Method", "Score", "95 % interval", "Per seed"), rows);
    }

    private static DomContent differenceTable(Map<String, Estimate> comparisons) {
        List<List<DomContent>> rows = new ArrayList<>();
        comparisons.forEach((pair, difference) -> {
            List<DomContent> row = new ArrayList<>(row(text(pair.replace(" - ", " − ")), difference, Numbers.CHANGE));
            row.add(text(Verdict.of(difference).sign()));
            rows.add(row);
        });
        return Page.tableOf(List.of("Pair", "Difference", "95 % interval", "Per seed", "Interval is"), rows);
    }

    private static List<DomContent> row(DomContent name, Estimate estimate, Numbers numbers) {
        return List.of(
                name,
                text(numbers.mean(estimate)),
                text(numbers.interval(estimate)),
                span(numbers.perSeed(estimate))
                        .withClass("seeds")
                        .withCondTitle(estimate.reason() != null, estimate.reason()));
    }
}
