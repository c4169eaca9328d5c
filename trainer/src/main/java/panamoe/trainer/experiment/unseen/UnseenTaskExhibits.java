package panamoe.trainer.experiment.unseen;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import panamoe.trainer.common.Lookup;
import panamoe.trainer.experiment.exhibit.Exhibit;
import panamoe.trainer.experiment.exhibit.Picture;
import panamoe.trainer.experiment.exhibit.Series;
import panamoe.trainer.experiment.exhibit.TableCell;
import panamoe.trainer.experiment.protocol.Caption;
import panamoe.trainer.experiment.protocol.Exhibition;
import panamoe.trainer.experiment.protocol.MethodResult;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.statistics.Comparisons;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.experiment.unseen.UnseenTaskDetails.Target;
import panamoe.trainer.learner.Method;

/** Shows shots curves by method, and by gate start for a method that has several. */
final class UnseenTaskExhibits {

    private final List<Long> seeds;
    private final Map<String, UnseenTaskDetails> scored;

    private UnseenTaskExhibits(List<Long> seeds, Map<String, UnseenTaskDetails> scored) {
        this.seeds = seeds;
        this.scored = scored;
    }

    static Exhibition of(Caption caption, List<Long> seeds, ProtocolResult<UnseenTaskDetails> result) {
        UnseenTaskExhibits exhibits = new UnseenTaskExhibits(seeds, result.scored());
        return new Exhibition(caption, result, exhibits.page(), exhibits.tables(), gateStarts(result));
    }

    /** The differences between the gate starts of the paper's method. */
    private static Map<String, Estimate> gateStarts(ProtocolResult<UnseenTaskDetails> result) {
        Map<String, Estimate> differences = new LinkedHashMap<>();
        if (result.methods().get(Method.TASK_GATE_MOE.name()) instanceof MethodResult.Scored<UnseenTaskDetails> paper) {
            paper.details()
                    .startComparisons()
                    .forEach((pair, difference) -> differences.put("gate start: " + pair, difference));
        }
        return differences;
    }

    private List<Exhibit> page() {
        List<Exhibit> page = new ArrayList<>();
        page.add(new Exhibit.Heading("Shots curves by method"));
        page.add(new Exhibit.Paragraph(
                "Each method is shown with the gate start that gives its score. Points are means over"
                        + " the draws of the shots and over seeds."));
        page.add(new Exhibit.Legend(
                scored.keySet().stream().<Series>map(Series.OfMethod::new).toList()));
        List<Target> targets = scored.values().stream()
                .findFirst()
                .map(UnseenTaskDetails::targets)
                .orElse(List.of());
        page.add(new Exhibit.Panels(targets.stream()
                .map(target -> new Exhibit.Panel(TableCell.of(target.name()), byMethod(target)))
                .toList()));
        scored.forEach((method, details) -> {
            if (details.starts().size() > 1) {
                page.addAll(startsOnPage(method, details));
            }
        });
        page.add(new Exhibit.Folded("All areas and points as a table", List.of(table())));
        return page;
    }

    private Picture byMethod(Target target) {
        List<Picture.Curve> curves = new ArrayList<>();
        scored.forEach((method, details) ->
                curves.add(curve(new Series.OfMethod(method), details, target, details.scoredStart())));
        return picture(target, curves);
    }

    private static List<Exhibit> startsOnPage(String method, UnseenTaskDetails details) {
        List<Exhibit.Panel> panels = new ArrayList<>();
        for (Target target : details.targets()) {
            List<Picture.Curve> curves = starts(details).stream()
                    .map(start -> curve(series(method, start), details, target, start))
                    .toList();
            panels.add(new Exhibit.Panel(TableCell.of(caption(target)), picture(target, curves)));
        }
        panels.add(new Exhibit.Panel(
                TableCell.of("Difference of the mean area, paired by seed"),
                new Picture.Intervals(
                        "Gate starts compared",
                        details.startComparisons().entrySet().stream()
                                .map(entry -> new Picture.Row(new Series.OfPair(entry.getKey()), entry.getValue()))
                                .toList(),
                        Numbers.CHANGE)));
        return List.of(
                new Exhibit.Heading("Gate starts of " + method),
                new Exhibit.Paragraph(
                        "The gates of the new task start as a copy of a related seen task's gates (related), as a"
                                + " copy of an unrelated seen task's gates (wrong), or with random values (fresh). The start that"
                                + " gives the method's score: "
                                + details.scoredStart().label() + "."),
                new Exhibit.Legend(starts(details).stream()
                        .map(start -> series(method, start))
                        .toList()),
                new Exhibit.Panels(panels));
    }

    private static Series series(String method, GateStart start) {
        return new Series.OfVariant(method, start.label(), start.ordinal());
    }

    private static String caption(Target target) {
        String related = target.relatedTask() == null ? "" : ", related: " + target.relatedTask();
        String wrong = target.wrongTask() == null ? "" : ", wrong: " + target.wrongTask();
        return target.name() + related + wrong;
    }

    private static List<GateStart> starts(UnseenTaskDetails details) {
        return details.cells().stream()
                .map(UnseenTaskDetails.Cell::start)
                .distinct()
                .sorted()
                .toList();
    }

    private static Picture.Curve curve(Series series, UnseenTaskDetails details, Target target, GateStart start) {
        return new Picture.Curve(
                series,
                details.cells().stream()
                        .filter(cell -> cell.target().equals(target.name()) && cell.start() == start)
                        .filter(cell -> cell.score().mean() != null)
                        .map(cell -> new Picture.Point(cell.shots(), cell.shots() + " shots", cell.score()))
                        .toList());
    }

    private static Picture picture(Target target, List<Picture.Curve> curves) {
        return new Picture.Curves(target.name() + " by number of shots", "shots (log scale)", target.metric(), curves);
    }

    private Exhibit table() {
        List<List<TableCell>> rows = new ArrayList<>();
        scored.forEach((method, details) -> {
            details.starts().forEach((start, estimate) -> rows.add(row(method, start, "all, mean area", "", estimate)));
            for (UnseenTaskDetails.Area area : details.areas()) {
                String metric = metric(details, area.target());
                rows.add(row(method, area.start().label(), area.target() + ", area", metric, area.area()));
            }
            for (UnseenTaskDetails.Cell cell : details.cells()) {
                String metric = metric(details, cell.target());
                String what = cell.target() + ", " + cell.shots();
                rows.add(row(method, cell.start().label(), what, metric, cell.score()));
            }
        });
        return new Exhibit.Table(
                List.of("Method", "Gate start", "Target, shots", "Metric", "Mean", "95 % interval"), rows);
    }

    private static String metric(UnseenTaskDetails details, String target) {
        return details.targets().stream()
                .filter(each -> each.name().equals(target))
                .map(Target::metric)
                .findFirst()
                .orElse("");
    }

    private static List<TableCell> row(String method, String start, String what, String metric, Estimate estimate) {
        return List.of(
                TableCell.ofMethod(method),
                TableCell.of(start),
                TableCell.of(what),
                TableCell.of(metric),
                TableCell.of(Numbers.LEVEL.mean(estimate)),
                TableCell.of(Numbers.LEVEL.interval(estimate)));
    }

    private List<Exhibit> tables() {
        List<Exhibit> tables = new ArrayList<>();
        Map<String, Map<String, Estimate>> byMethod = new LinkedHashMap<>();
        scored.forEach((method, details) -> {
            Map<String, Estimate> parts = new LinkedHashMap<>();
            details.areas().stream()
                    .filter(area -> area.start() == details.scoredStart())
                    .forEach(area -> parts.put(area.target(), area.area()));
            byMethod.put(method, parts);
        });
        tables.add(new Exhibit.Breakdown("Target, area", Numbers.LEVEL, byMethod));
        scored.forEach((method, details) -> {
            if (details.starts().size() > 1) {
                tables.add(startsAsTable(method, details));
            }
        });
        return tables;
    }

    /** A table with one column per target and one for their mean, and with one row per start and one per pair of starts. */
    private Exhibit startsAsTable(String method, UnseenTaskDetails details) {
        Map<String, Map<String, Estimate>> columns = new LinkedHashMap<>();
        details.areas()
                .forEach(area -> columns.computeIfAbsent(area.target(), target -> new LinkedHashMap<>())
                        .put(area.start().label(), area.area()));
        columns.put("Mean", details.starts());
        List<String> headers = new ArrayList<>(List.of("Gate start of " + method));
        headers.addAll(columns.keySet());
        List<List<TableCell>> rows = new ArrayList<>();
        for (String start : details.starts().keySet()) {
            rows.add(across(start, columns.values(), column -> Numbers.LEVEL.withInterval(Lookup.in(column, start))));
        }
        for (String pair : details.startComparisons().keySet()) {
            rows.add(across(
                    pair.replace(" - ", " − "),
                    columns.values(),
                    column -> Numbers.CHANGE.withInterval(Lookup.in(Comparisons.ofPairs(seeds, column), pair))));
        }
        return new Exhibit.Table(headers, rows);
    }

    private static List<TableCell> across(
            String name, Collection<Map<String, Estimate>> columns, Function<Map<String, Estimate>, String> cell) {
        List<TableCell> row = new ArrayList<>(List.of(TableCell.of(name)));
        columns.forEach(column -> row.add(TableCell.of(cell.apply(column))));
        return row;
    }
}
