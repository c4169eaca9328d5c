package panamoe.trainer.experiment.lowresource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import panamoe.trainer.experiment.exhibit.Exhibit;
import panamoe.trainer.experiment.exhibit.Picture;
import panamoe.trainer.experiment.exhibit.Series;
import panamoe.trainer.experiment.exhibit.TableCell;
import panamoe.trainer.experiment.protocol.Caption;
import panamoe.trainer.experiment.protocol.Exhibition;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;

/** Shows the score of each target over the training size, or by method if there is only one size. */
final class LowResourceExhibits {

    private final Map<String, LowResourceDetails> scored;
    private final List<LowResourceDetails.Cell> keys;

    private LowResourceExhibits(Map<String, LowResourceDetails> scored) {
        this.scored = scored;
        this.keys = scored.values().stream()
                .findFirst()
                .map(LowResourceDetails::cells)
                .orElse(List.of());
    }

    static Exhibition of(Caption caption, ProtocolResult<LowResourceDetails> result) {
        LowResourceExhibits exhibits = new LowResourceExhibits(result.scored());
        return new Exhibition(caption, result, exhibits.page(), List.of(exhibits.breakdown()), Map.of());
    }

    private List<Exhibit> page() {
        boolean oneSize =
                keys.stream().map(LowResourceDetails.Cell::size).distinct().count() == 1;
        List<Exhibit> page = new ArrayList<>();
        page.add(new Exhibit.Heading("By target and size"));
        if (!oneSize) {
            page.add(new Exhibit.Legend(
                    scored.keySet().stream().<Series>map(Series.OfMethod::new).toList()));
        }
        page.add(new Exhibit.Panels(keys.stream()
                .map(LowResourceDetails.Cell::target)
                .distinct()
                .map(target -> new Exhibit.Panel(TableCell.of(target), oneSize ? ofMethods(target) : overSizes(target)))
                .toList()));
        page.add(table());
        return page;
    }

    private static Stream<LowResourceDetails.Cell> cells(LowResourceDetails details, String target) {
        return details.cells().stream().filter(cell -> cell.target().equals(target));
    }

    private Picture ofMethods(String target) {
        List<Picture.Row> rows = new ArrayList<>();
        scored.forEach((method, details) -> cells(details, target)
                .forEach(cell -> rows.add(new Picture.Row(new Series.OfMethod(method), cell.score()))));
        return new Picture.Intervals(target + " by method", rows, Numbers.LEVEL);
    }

    private Picture overSizes(String target) {
        List<Picture.Curve> curves = new ArrayList<>();
        scored.forEach((method, details) -> curves.add(new Picture.Curve(
                new Series.OfMethod(method),
                cells(details, target)
                        .filter(cell -> cell.score().mean() != null)
                        .map(cell -> new Picture.Point(cell.size(), "size " + cell.size(), cell.score()))
                        .toList())));
        String metric = keys.stream()
                .filter(cell -> cell.target().equals(target))
                .map(LowResourceDetails.Cell::metric)
                .findFirst()
                .orElse("");
        return new Picture.Curves(
                target + " by training size and method", "training examples (log scale)", metric, curves);
    }

    private Exhibit table() {
        List<String> headers = new ArrayList<>(List.of("Target", "Metric", "Size"));
        headers.addAll(scored.keySet());
        List<List<TableCell>> rows = new ArrayList<>();
        for (LowResourceDetails.Cell key : keys) {
            List<TableCell> row = new ArrayList<>(List.of(
                    TableCell.of(key.target()), TableCell.of(key.metric()), TableCell.of(String.valueOf(key.size()))));
            scored.values()
                    .forEach(details -> row.add(TableCell.of(cells(details, key.target())
                            .filter(cell -> cell.size() == key.size())
                            .map(cell -> Numbers.LEVEL.withInterval(cell.score()))
                            .findFirst()
                            .orElse(Numbers.MISSING))));
            rows.add(row);
        }
        return new Exhibit.Table(headers, rows);
    }

    private Exhibit breakdown() {
        Map<String, Map<String, Estimate>> byMethod = new LinkedHashMap<>();
        scored.forEach((method, details) -> {
            Map<String, Estimate> parts = new LinkedHashMap<>();
            details.cells().forEach(cell -> parts.put(cell.target() + ", " + cell.size(), cell.score()));
            byMethod.put(method, parts);
        });
        return new Exhibit.Breakdown("Target, size", Numbers.LEVEL, byMethod);
    }
}
