package panamoe.trainer.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.h4;
import static j2html.TagCreator.p;
import static j2html.TagCreator.text;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import panamoe.trainer.experiment.protocol.ProtocolResult;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.Method;
import panamoe.trainer.learner.training.RoutingMap;
import panamoe.trainer.learner.training.RoutingTrend;

/**
 * The expert use of the tasks: for each run a table of all methods, and a folded block for each method. The block of the method that the
 * claims are about is open.
 */
final class RoutingSection {

    /** The explanation of the heat maps and numbers. */
    static final String EXPLANATION =
            "A cell shows the share of a task's choices that go to an expert, in percent; columns"
                    + " are experts. With task gates, related tasks can share experts and unrelated tasks can use different ones."
                    + " Entropy is the entropy of a task's shares divided by ln E: 0 if one of the E experts serves the task, 1 if"
                    + " all serve it equally. Specialisation is the mutual information of task and expert divided by its greatest"
                    + " possible value: 0 if all tasks use the experts alike, 1 if the expert identifies the task. Load max / mean"
                    + " is 1 if all experts are equally busy, and E if one expert gets everything.";

    private RoutingSection() {}

    static DomContent of(ProtocolResult<?> result) {
        Map<String, List<RoutingMap>> maps =
                Groups.by(result.routing(), of -> of.label().run());
        Map<String, List<RoutingTrend>> trends =
                Groups.by(result.trends(), of -> of.label().run());
        List<DomContent> parts = new ArrayList<>();
        if (!maps.isEmpty()) {
            parts.add(h3("Expert use by task"));
            parts.add(p(EXPLANATION));
        }
        maps.forEach((run, ofRun) -> {
            parts.add(h4(run));
            parts.add(table(ofRun));
            parts.add(methods(ofRun, trends.getOrDefault(run, List.of())));
        });
        trends.forEach((run, ofRun) -> {
            if (!maps.containsKey(run)) {
                parts.add(Page.folded("Routing in training: " + run, methods(List.of(), ofRun)));
            }
        });
        return each(parts, part -> part);
    }

    private static DomContent table(List<RoutingMap> maps) {
        List<List<DomContent>> rows = new ArrayList<>();
        Groups.by(maps, of -> of.label().method())
                .forEach((method, layers) -> rows.add(List.of(
                        Page.methodName(method),
                        text(layers.stream()
                                .map(map -> String.valueOf(map.layer()))
                                .collect(Collectors.joining(" / "))),
                        byLayer(layers, map -> map.summary().specialisation()),
                        byLayer(
                                layers,
                                map -> Entropy.meanShare(map.entropy(), map.expertCount())
                                        .orElseThrow()),
                        byLayer(layers, map -> map.summary().maxOverMean()),
                        byLayer(layers, map -> map.summary().dropped()))));
        return Page.tableOf(
                List.of("Method", "Layers", "Specialisation", "Entropy", "Load max / mean", "Dropped"), rows);
    }

    private static DomContent byLayer(List<RoutingMap> layers, ToDoubleFunction<RoutingMap> value) {
        return text(layers.stream()
                .map(map -> Numbers.LEVEL.of(value.applyAsDouble(map)))
                .collect(Collectors.joining(" / ")));
    }

    private static DomContent methods(List<RoutingMap> maps, List<RoutingTrend> trends) {
        Map<String, List<RoutingMap>> mapsOf = Groups.by(maps, of -> of.label().method());
        Map<String, List<RoutingTrend>> trendsOf =
                Groups.by(trends, of -> of.label().method());
        List<String> methods = Method.inOrder(Stream.concat(mapsOf.keySet().stream(), trendsOf.keySet().stream())
                .toList());
        return each(
                methods,
                method -> block(
                        method, mapsOf.getOrDefault(method, List.of()), trendsOf.getOrDefault(method, List.of())));
    }

    private static DomContent block(String method, List<RoutingMap> maps, List<RoutingTrend> trends) {
        DomContent content = each(
                each(maps, RoutingPictures::of),
                trends.isEmpty() ? text("") : each(p("In training:"), TrendPictures.of(trends, "up to step")));
        boolean open = method.equals(Method.TASK_GATE_MOE.name()) && !maps.isEmpty();
        return Page.folded(Page.methodName(method), content, open);
    }
}
