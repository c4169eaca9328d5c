package panamoe.trainer.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.h4;
import static j2html.TagCreator.p;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.report.LearningCurve;
import panamoe.trainer.report.MethodNames;
import panamoe.trainer.report.ProtocolResult;
import panamoe.trainer.report.RoutingMap;

/** What happened inside the runs: learning curves per task, and which experts each task uses. */
final class TrainingSection {

    private TrainingSection() {}

    static DomContent of(ProtocolResult<?> result) {
        List<DomContent> parts = new ArrayList<>();
        if (!result.routing().isEmpty()) {
            parts.add(h3("Which experts the tasks use"));
            parts.add(p("The share of each task's tokens at each expert, in percent (columns are experts). With task"
                    + " gates, related tasks can meet at an expert and unrelated ones keep apart."));
        }
        group(result.routing(), RoutingMap::run).forEach((run, maps) -> {
            parts.add(h4(run));
            parts.add(Page.panels(maps.stream()
                    .map(routing -> Page.panel(caption(routing), HeatMap.of(routing)))
                    .toList()));
        });
        group(result.learningCurves(), LearningCurve::run)
                .forEach((run, curves) -> parts.add(Page.folded("Learning curves: " + run, curves(curves))));
        return each(parts, part -> part);
    }

    private static DomContent caption(RoutingMap routing) {
        return Page.methodName(routing.method(), ", layer " + routing.layer() + ", seed " + routing.seed());
    }

    private static DomContent curves(List<LearningCurve> curves) {
        List<DomContent> panels = new ArrayList<>();
        group(curves, LearningCurve::task)
                .forEach((task, ofTask) -> panels.add(Page.panel(
                        task, LineChart.overSteps("Loss on " + task + " over training steps", "loss", lines(ofTask)))));
        List<Look> looks = MethodNames.ALL.stream()
                .filter(method ->
                        curves.stream().anyMatch(curve -> curve.method().equals(method)))
                .map(Look::ofMethod)
                .toList();
        return each(
                p("With markers: loss on the dev split. Thin: loss on the training batches. Seed "
                        + Numbers.list(curves.stream()
                                .map(LearningCurve::seed)
                                .distinct()
                                .sorted()
                                .toList())
                        + "."),
                Page.legend(looks),
                Page.panels(panels));
    }

    private static List<LineChart.Line> lines(List<LearningCurve> curves) {
        List<LineChart.Line> lines = new ArrayList<>();
        for (LearningCurve curve : curves) {
            Look look = Look.ofMethod(curve.method());
            lines.add(new LineChart.Line(look, points(curve, LearningCurve.Point::trainLoss, "train"), true));
            lines.add(new LineChart.Line(look, points(curve, LearningCurve.Point::devLoss, "dev"), false));
        }
        return lines;
    }

    private static List<LineChart.Point> points(
            LearningCurve curve, Function<LearningCurve.Point, @Nullable Double> loss, String split) {
        return curve.points().stream()
                .map(point -> point(point.step(), loss.apply(point), split))
                .filter(Objects::nonNull)
                .toList();
    }

    private static LineChart.@Nullable Point point(int step, @Nullable Double loss, String split) {
        return loss == null
                ? null
                : new LineChart.Point(
                        step, loss, null, split + " loss at step " + step + ": " + Numbers.LEVEL.of(loss));
    }

    private static <T> Map<String, List<T>> group(List<T> items, Function<T, String> key) {
        return items.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }
}
