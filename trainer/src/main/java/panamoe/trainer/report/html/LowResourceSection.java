package panamoe.trainer.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import panamoe.trainer.experiment.lowresource.LowResourceDetails;
import panamoe.trainer.experiment.lowresource.LowResourceDetails.Cell;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.statistics.Numbers;

/** Protocol (i): the metric of each target by its size, or by method if there is but one size. */
final class LowResourceSection {

    private LowResourceSection() {}

    static DomContent of(ProtocolResult<LowResourceDetails> result) {
        Scores<LowResourceDetails> scored = Scores.of(result);
        List<String> targets = scored.all()
                .flatMap(details -> details.cells().stream())
                .map(Cell::target)
                .distinct()
                .toList();
        boolean oneSize = scored.all()
                .allMatch(details ->
                        details.cells().stream().map(Cell::size).distinct().count() == 1);
        return each(
                h3("By target and size"),
                oneSize ? text("") : Page.legend(scored.looks()),
                Page.panels(targets.stream()
                        .map(target ->
                                Page.panel(target, oneSize ? ofMethods(scored, target) : overSizes(scored, target)))
                        .toList()),
                table(scored));
    }

    private static Svg ofMethods(Scores<LowResourceDetails> scored, String target) {
        List<IntervalChart.Row> rows = new ArrayList<>();
        scored.forEach((method, details) -> details.cells().stream()
                .filter(cell -> cell.target().equals(target))
                .forEach(cell -> rows.add(new IntervalChart.Row(Look.ofMethod(method), cell.score()))));
        return IntervalChart.of(target + " by method", rows, Numbers.LEVEL);
    }

    private static Svg overSizes(Scores<LowResourceDetails> scored, String target) {
        List<LineChart.Line> lines = new ArrayList<>();
        scored.forEach((method, details) -> {
            List<LineChart.Point> points = details.cells().stream()
                    .filter(cell -> cell.target().equals(target) && cell.score().mean() != null)
                    .map(cell -> LineChart.Point.of(cell.size(), "size " + cell.size(), cell.score()))
                    .toList();
            lines.add(new LineChart.Line(Look.ofMethod(method), points, false));
        });
        return LineChart.overCounts(
                target + " by training size and method",
                "training examples (log scale)",
                metric(scored, target),
                lines);
    }

    private static String metric(Scores<LowResourceDetails> scored, String target) {
        return scored.all()
                .flatMap(details -> details.cells().stream())
                .filter(cell -> cell.target().equals(target))
                .map(Cell::metric)
                .findFirst()
                .orElse("");
    }

    private static DomContent table(Scores<LowResourceDetails> scored) {
        List<String> headers = new ArrayList<>(List.of("Target", "Metric", "Size"));
        headers.addAll(scored.methods());
        List<Cell> first =
                scored.all().findFirst().map(LowResourceDetails::cells).orElse(List.of());
        List<List<DomContent>> rows = new ArrayList<>();
        for (Cell key : first) {
            List<DomContent> row =
                    new ArrayList<>(List.of(text(key.target()), text(key.metric()), text(String.valueOf(key.size()))));
            scored.forEach((method, details) -> row.add(text(details.cells().stream()
                    .filter(cell -> cell.target().equals(key.target()) && cell.size() == key.size())
                    .map(cell -> Numbers.LEVEL.withInterval(cell.score()))
                    .findFirst()
                    .orElse(Numbers.MISSING))));
            rows.add(row);
        }
        return Page.tableOf(headers, rows);
    }
}
