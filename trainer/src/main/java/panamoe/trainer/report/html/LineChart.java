package panamoe.trainer.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import panamoe.trainer.experiment.exhibit.Picture;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Interval;
import panamoe.trainer.experiment.statistics.Numbers;
import panamoe.trainer.experiment.statistics.Statistics;

/** Draws lines over steps, or over sizes and shot counts on a log2 axis. */
final class LineChart {

    private static final double WIDTH = 340;
    private static final double HEIGHT = 214;
    private static final double LEFT = 38;
    private static final double RIGHT = WIDTH - 12;
    private static final double INSET = 6; // keeps the markers at both ends off the frame
    private static final double TOP = 22;
    private static final double BOTTOM = HEIGHT - 36;
    private static final int TICKS = 5;
    private static final double MINIMUM_SPAN = 0.05;
    private static final double DODGE = 3; // drawing units between the whiskers of neighbouring lines
    private static final double DODGE_OF_ALL = 18; // the most drawing units from the first line to the last

    /** A point, with its interval or null. */
    record Point(double x, double y, @Nullable Interval interval, String tip) {

        /** The point of an estimate, which must have a mean. */
        static Point of(Picture.Point point) {
            Estimate estimate = point.estimate();
            double mean = Objects.requireNonNull(estimate.mean(), () -> point.name() + " has no mean");
            return new Point(point.x(), mean, estimate.ci95(), Numbers.LEVEL.tip(point.name(), estimate));
        }
    }

    /**
     * One line.
     *
     * @param faint true to draw it thin and without markers
     */
    record Line(Look look, List<Point> points, boolean faint) {}

    /**
     * A training run.
     *
     * @param steps the number of steps of the run
     * @param kept the step of the kept model, which the chart marks
     */
    record Run(int steps, int kept) {}

    private LineChart() {}

    /**
     * Draws lines over steps. The axis begins at 0 and ends with the last point.
     *
     * @param shown values that the scale must include in addition to those of the lines
     */
    static Svg overSteps(String description, String yLabel, List<Line> lines, List<Double> shown) {
        return overSteps(description, yLabel, lines, shown, null);
    }

    /**
     * Draws lines over steps. The axis begins at 0.
     *
     * @param shown values that the scale must include in addition to those of the lines
     * @param run the training run, which sets the end of the axis; null if the axis ends with the last point
     */
    static Svg overSteps(String description, String yLabel, List<Line> lines, List<Double> shown, @Nullable Run run) {
        double last = run != null
                ? run.steps()
                : lines.stream()
                        .flatMap(line -> line.points().stream())
                        .mapToDouble(Point::x)
                        .max()
                        .orElse(1);
        Scale x = new Scale(0, Math.max(1, last), LEFT + INSET, RIGHT - INSET);
        Svg chart = frame(description, "step", yLabel);
        for (double tick : x.ticks(TICKS)) {
            chart.with(Svg.text(x.at(tick), BOTTOM + 15, x.anchor(tick), "tick", x.label(tick, TICKS)));
        }
        if (run != null) {
            double kept = x.at(run.kept());
            chart.with(Svg.line(kept, TOP - 6, kept, BOTTOM, "kept"));
            chart.with(Svg.text(kept, 12, x.anchor(run.kept()), "tick", "kept"));
        }
        return draw(chart, lines, shown, x::at, 0);
    }

    /** Draws lines over counts. The axis is log2 and has a tick at each count. */
    static Svg overCounts(Picture.Curves picture) {
        List<Line> lines = picture.curves().stream()
                .map(curve -> new Line(
                        Look.of(curve.series()),
                        curve.points().stream().map(Point::of).toList(),
                        false))
                .toList();
        List<Double> counts = lines.stream()
                .flatMap(line -> line.points().stream())
                .map(Point::x)
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
        List<Double> logs = counts.stream().map(Statistics::log2).toList();
        Scale x = Scale.showing(logs, 1, LEFT, RIGHT);
        Svg chart = frame(picture.description(), picture.xLabel(), picture.yLabel());
        for (double count : counts) {
            double at = x.at(Statistics.log2(count));
            chart.with(Svg.line(at, TOP, at, BOTTOM, "grid"));
            chart.with(Svg.text(at, BOTTOM + 15, "middle", "tick", String.valueOf((long) count)));
        }
        return draw(chart, lines, List.of(), count -> x.at(Statistics.log2(count)), DODGE);
    }

    private static Svg frame(String description, String xLabel, String yLabel) {
        return Svg.picture(WIDTH, HEIGHT, description)
                .with(Svg.text(4, 12, "start", "axis", yLabel))
                .with(Svg.text((LEFT + RIGHT) / 2, HEIGHT - 4, "middle", "axis", xLabel));
    }

    private static Svg draw(Svg chart, List<Line> lines, List<Double> shown, DoubleUnaryOperator x, double dodge) {
        List<Double> values = values(lines);
        values.addAll(shown);
        Scale y = Scale.showing(values, MINIMUM_SPAN, BOTTOM, TOP);
        for (double tick : y.ticks(TICKS)) {
            chart.with(Svg.line(LEFT, y.at(tick), RIGHT, y.at(tick), "grid"));
            chart.with(Svg.text(LEFT - 6, y.at(tick) + 4, "end", "tick", y.label(tick, TICKS)));
        }
        double step = Math.min(dodge, DODGE_OF_ALL / lines.size());
        for (int i = 0; i < lines.size(); i++) {
            double shift = (i - (lines.size() - 1) / 2.0) * step;
            chart.with(line(lines.get(i), value -> x.applyAsDouble(value) + shift, y));
        }
        return chart;
    }

    private static Svg line(Line line, DoubleUnaryOperator x, Scale y) {
        Look look = line.look();
        Svg group = Svg.group(look.color() + " " + look.dash() + (line.faint() ? " faint" : ""));
        group.with(Svg.polyline(
                line.points().stream()
                        .map(p -> Svg.point(x.applyAsDouble(p.x()), y.at(p.y())))
                        .collect(Collectors.joining(" ")),
                "curve"));
        if (line.faint()) {
            return group;
        }
        for (Point point : line.points()) {
            double at = x.applyAsDouble(point.x());
            if (point.interval() != null) {
                double low = y.at(point.interval().low());
                group.with(Svg.line(at, low, at, y.at(point.interval().high()), "whisker thin"));
            }
            group.with(look.marker().at(at, y.at(point.y())).tip(look.label() + ", " + point.tip()));
        }
        return group;
    }

    private static List<Double> values(List<Line> lines) {
        List<Double> values = new ArrayList<>();
        for (Line line : lines) {
            for (Point point : line.points()) {
                values.add(point.y());
                if (point.interval() != null && !line.faint()) {
                    values.add(point.interval().low());
                    values.add(point.interval().high());
                }
            }
        }
        return values;
    }
}
