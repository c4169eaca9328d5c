package panamoe.trainer.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.p;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.experiment.unseen.GateStart;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails.Cell;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails.Target;

/** Protocol (ii): shots curves by method, and by gate start where a method has several. */
final class UnseenTaskSection {

    private UnseenTaskSection() {}

    static DomContent of(ProtocolResult<UnseenTaskDetails> result) {
        Scores<UnseenTaskDetails> scored = Scores.of(result);
        List<DomContent> parts = new ArrayList<>();
        List<Target> targets =
                scored.all().findFirst().map(UnseenTaskDetails::targets).orElse(List.of());
        parts.add(h3("Shots curves by method"));
        parts.add(p("Each method with the gate start that it is scored by. Points are means over the draws of the"
                + " shots and over seeds."));
        parts.add(Page.legend(scored.looks()));
        parts.add(Page.panels(targets.stream()
                .map(target -> Page.panel(target.name(), byMethod(scored, target)))
                .toList()));
        scored.forEach((method, details) -> {
            if (details.starts().size() > 1) {
                parts.addAll(gateStarts(method, details));
            }
        });
        parts.add(table(scored));
        return each(parts, part -> part);
    }

    private static DomContent byMethod(Scores<UnseenTaskDetails> scored, Target target) {
        List<LineChart.Line> lines = new ArrayList<>();
        scored.forEach(
                (method, details) -> lines.add(line(Look.ofMethod(method), details, target, details.scoredStart())));
        return chart(target, lines);
    }

    private static List<DomContent> gateStarts(String method, UnseenTaskDetails details) {
        List<Look> looks = starts(details).stream()
                .map(start -> Look.ofStart(method, start))
                .toList();
        List<IntervalChart.Row> differences = details.startComparisons().entrySet().stream()
                .map(entry -> new IntervalChart.Row(Look.ofPair(entry.getKey()), entry.getValue()))
                .toList();
        List<DomContent> panels = new ArrayList<>();
        for (Target target : details.targets()) {
            List<LineChart.Line> lines = starts(details).stream()
                    .map(start -> line(Look.ofStart(method, start), details, target, start))
                    .toList();
            panels.add(Page.panel(caption(target), chart(target, lines)));
        }
        panels.add(Page.panel(
                "Difference of the mean area, paired by seed",
                IntervalChart.of("Gate starts compared", differences, Numbers.CHANGE)));
        return List.of(
                h3("Gate starts of " + method),
                p("The new task's gate starts as a copy of a related seen task's, as a copy of an unrelated one's"
                        + " (wrong), or fresh. It is scored by the "
                        + details.scoredStart().label() + " start."),
                Page.legend(looks),
                Page.panels(panels));
    }

    private static String caption(Target target) {
        String related = target.relatedTask() == null ? "" : ", related: " + target.relatedTask();
        String wrong = target.wrongTask() == null ? "" : ", wrong: " + target.wrongTask();
        return target.name() + related + wrong;
    }

    private static List<GateStart> starts(UnseenTaskDetails details) {
        return details.cells().stream().map(Cell::start).distinct().sorted().toList();
    }

    private static LineChart.Line line(Look look, UnseenTaskDetails details, Target target, GateStart start) {
        List<LineChart.Point> points = details.cells().stream()
                .filter(cell -> cell.target().equals(target.name()) && cell.start() == start)
                .filter(cell -> cell.score().mean() != null)
                .map(cell -> LineChart.Point.of(cell.shots(), cell.shots() + " shots", cell.score()))
                .toList();
        return new LineChart.Line(look, points, false);
    }

    private static DomContent chart(Target target, List<LineChart.Line> lines) {
        return LineChart.overCounts(target.name() + " by number of shots", "shots (log scale)", target.metric(), lines);
    }

    private static DomContent table(Scores<UnseenTaskDetails> scored) {
        List<List<DomContent>> rows = new ArrayList<>();
        scored.forEach((method, details) -> {
            for (Map.Entry<String, Estimate> start : details.starts().entrySet()) {
                rows.add(row(method, start.getKey(), "all, mean area", "", start.getValue()));
            }
            for (UnseenTaskDetails.Area area : details.areas()) {
                rows.add(row(
                        method,
                        area.start().label(),
                        area.target() + ", area",
                        metric(details, area.target()),
                        area.area()));
            }
            for (Cell cell : details.cells()) {
                rows.add(row(
                        method,
                        cell.start().label(),
                        cell.target() + ", " + cell.shots(),
                        metric(details, cell.target()),
                        cell.score()));
            }
        });
        return Page.folded(
                "All areas and points as a table",
                Page.tableOf(
                        List.of("Method", "Gate start", "Target, shots", "Metric", "Mean", "95 % interval"), rows));
    }

    private static String metric(UnseenTaskDetails details, String target) {
        return details.targets().stream()
                .filter(each -> each.name().equals(target))
                .map(Target::metric)
                .findFirst()
                .orElse("");
    }

    private static List<DomContent> row(String method, String start, String what, String metric, Estimate estimate) {
        return List.of(
                Page.methodName(method),
                text(start),
                text(what),
                text(metric),
                text(Numbers.LEVEL.of(estimate.mean())),
                text(Numbers.LEVEL.interval(estimate)));
    }
}
