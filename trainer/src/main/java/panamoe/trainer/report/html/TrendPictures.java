package panamoe.trainer.report.html;

import static j2html.TagCreator.each;

import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.learner.training.RoutingTrend;
import panamoe.trainer.learner.training.RoutingTrend.Point;

/** Draws the routing of one method in the course of one run: a line for each layer, and the loads at three points. */
final class TrendPictures {

    private TrendPictures() {}

    /**
     * Draws the pictures.
     *
     * @param layers the layers of one method and run, at least one
     * @param when the words before the step of a point: "up to step" if the point sums up the steps before, "at step" if it is one moment
     */
    static DomContent of(List<RoutingTrend> layers, String when) {
        List<DomContent> charts = Quantity.shownOf(layers).stream()
                .map(quantity -> chart(quantity, layers))
                .toList();
        return each(
                Page.legend(layers.stream().map(TrendPictures::look).toList()),
                Page.panels(charts),
                Page.folded(
                        "Loads early, midway and at the end of training", each(layers, layer -> loads(layer, when))));
    }

    private static Look look(RoutingTrend layer) {
        return Look.ofLayer(layer.label().method(), layer.layer());
    }

    /** A quantity that is drawn over the steps. */
    private enum Quantity {
        SPECIALISATION("Specialisation", "mutual information", List.of(0.0, 1.0)) {
            @Override
            OptionalDouble of(Point point) {
                return OptionalDouble.of(point.summary().specialisation());
            }
        },
        ENTROPY("Entropy, mean over tasks", "share of ln E", List.of(0.0, 1.0)) {
            @Override
            OptionalDouble of(Point point) {
                return Entropy.meanShare(point.entropy(), point.expertCount());
            }
        },
        LOAD("Load of the busiest expert", "max / mean", List.of(1.0)) {
            @Override
            OptionalDouble of(Point point) {
                return OptionalDouble.of(point.summary().maxOverMean());
            }
        },
        DROPPED("Dropped choices", "share", List.of(0.0)) {
            @Override
            OptionalDouble of(Point point) {
                return OptionalDouble.of(point.summary().dropped());
            }
        };

        private final String caption;
        private final String unit;
        private final List<Double> shown;

        /** @param shown values that the scale includes in every chart, so that the charts of several methods can be compared */
        Quantity(String caption, String unit, List<Double> shown) {
            this.caption = caption;
            this.unit = unit;
            this.shown = shown;
        }

        /** The value at a point; empty if no task has tokens. */
        abstract OptionalDouble of(Point point);

        /** The quantities to draw: all, without dropped choices if nothing was dropped. */
        static List<Quantity> shownOf(List<RoutingTrend> layers) {
            boolean dropped = layers.stream()
                    .flatMap(layer -> layer.points().stream())
                    .anyMatch(point -> point.summary().dropped() > 0);
            return Stream.of(values())
                    .filter(quantity -> quantity != DROPPED || dropped)
                    .toList();
        }
    }

    private static DomContent chart(Quantity quantity, List<RoutingTrend> layers) {
        RoutingTrend first = layers.getFirst();
        List<LineChart.Line> lines = layers.stream()
                .map(layer -> new LineChart.Line(look(layer), points(layer, quantity), false))
                .toList();
        String description = quantity.caption + " over training steps, "
                + first.label().method() + ", " + first.label().run();
        return Page.panel(quantity.caption, LineChart.overSteps(description, quantity.unit, lines, quantity.shown));
    }

    private static List<LineChart.Point> points(RoutingTrend layer, Quantity quantity) {
        List<LineChart.Point> points = new ArrayList<>();
        for (Point point : layer.points()) {
            quantity.of(point)
                    .ifPresent(y -> points.add(new LineChart.Point(
                            point.step(), y, null, "step " + point.step() + ": " + Numbers.LEVEL.of(y))));
        }
        return points;
    }

    private static DomContent loads(RoutingTrend layer, String when) {
        int last = layer.points().size() - 1;
        return Page.panels(IntStream.of(0, last / 2, last)
                .distinct()
                .mapToObj(i -> loads(layer, layer.points().get(i), when))
                .toList());
    }

    private static DomContent loads(RoutingTrend layer, Point point, String when) {
        String which = "layer " + layer.layer() + ", " + when + " " + point.step();
        return Page.panel(
                "L" + which.substring(1),
                RoutingPictures.load(
                        "Expert use per task, " + layer.label().method() + ", " + which + ", "
                                + layer.label().run(),
                        layer.tasks(),
                        point.expertCount(),
                        point.load(),
                        point.entropy()));
    }
}
