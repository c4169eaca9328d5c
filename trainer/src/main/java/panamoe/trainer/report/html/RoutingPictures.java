package panamoe.trainer.report.html;

import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.span;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.training.RoutingMap;

/** Draws the routing of one layer as heat maps: tasks by experts, tasks by tasks, and (for several experts per token) experts by experts. */
final class RoutingPictures {

    private RoutingPictures() {}

    /** The layer's pictures side by side. */
    static DomContent of(RoutingMap map) {
        List<DomContent> panels = new ArrayList<>();
        panels.add(Page.panel(
                each(span("Layer " + map.layer() + ", seed " + map.label().seed()), summary(map)),
                load("Expert use per task, " + where(map), map.tasks(), map.expertCount(), map.load(), map.entropy())));
        if (map.tasks().size() > 1) {
            panels.add(Page.panel(
                    each(
                            span("Overlap of expert use"),
                            remark("the share of two tasks' loads that is the same, in percent")),
                    overlap(map)));
        }
        if (hasCoActivation(map)) {
            panels.add(Page.panel(
                    each(
                            span("Experts chosen together"),
                            remark("the share of the row's tokens that the column gets too, in percent")),
                    coActivation(map)));
        }
        return Page.panels(panels);
    }

    private static String where(RoutingMap map) {
        return map.label().method() + ", layer " + map.layer() + ", "
                + map.label().run();
    }

    private static DomContent summary(RoutingMap map) {
        String dropped = map.summary().dropped() > 0
                ? ", dropped " + Numbers.LEVEL.of(map.summary().dropped())
                : "";
        return remark("specialisation " + Numbers.LEVEL.of(map.summary().specialisation()) + ", load max / mean "
                + Numbers.LEVEL.of(map.summary().maxOverMean()) + dropped);
    }

    private static DomContent remark(String text) {
        return div(text).withClass("remark");
    }

    /**
     * A heat map of tasks by experts, with the entropy of each row.
     *
     * @param load {@code [tasks][experts]}, shares of a task's tokens; an empty row for a task without tokens
     * @param entropy {@code [tasks]}, in nats; null for a task without tokens
     */
    static Svg load(
            String description,
            List<String> tasks,
            int experts,
            List<List<Double>> load,
            List<? extends @Nullable Double> entropy) {
        List<String> shares = entropy.stream()
                .map(nats -> nats == null ? Numbers.MISSING : Numbers.SHORT.of(Entropy.share(nats, experts)))
                .toList();
        return new HeatMap(
                        description,
                        tasks,
                        numbers(0, experts),
                        load,
                        new HeatMap.SideColumn("entropy", shares),
                        (task, expert, share) -> tasks.get(task) + ", expert " + expert + ": " + HeatMap.percent(share)
                                + " % of the tokens")
                .draw();
    }

    private static Svg overlap(RoutingMap map) {
        List<String> tasks = map.tasks();
        List<List<Double>> overlap = map.load().stream()
                .map(a -> map.load().stream().map(b -> RoutingMap.overlap(a, b)).toList())
                .toList();
        List<String> numbers = numbers(1, tasks.size());
        return new HeatMap(
                        "Overlap of expert use of two tasks, " + where(map),
                        tasks,
                        numbers,
                        overlap,
                        new HeatMap.SideColumn("", numbers),
                        (a, b, share) -> tasks.get(a) + " and " + tasks.get(b) + ": " + HeatMap.percent(share)
                                + " % of their loads are the same")
                .draw();
    }

    private static boolean hasCoActivation(RoutingMap map) {
        List<List<Double>> table = map.coActivation();
        return IntStream.range(0, table.size())
                .anyMatch(e -> IntStream.range(0, table.size())
                        .anyMatch(other -> e != other && table.get(e).get(other) > 0));
    }

    private static Svg coActivation(RoutingMap map) {
        List<String> numbers = numbers(0, map.expertCount());
        return new HeatMap(
                        "Experts chosen together, " + where(map),
                        numbers.stream().map(e -> "expert " + e).toList(),
                        numbers,
                        map.coActivation(),
                        new HeatMap.SideColumn("", numbers.stream().map(e -> "").toList()),
                        (e, other, share) -> HeatMap.percent(share) + " % of the tokens of expert " + e
                                + " go to expert " + other + " too")
                .draw();
    }

    private static List<String> numbers(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(String::valueOf).toList();
    }
}
