package panamoe.trainer.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import panamoe.trainer.experiment.exhibit.Picture;
import panamoe.trainer.experiment.statistics.Estimate;
import panamoe.trainer.experiment.statistics.Numbers;

/** Draws means with their 95 % intervals, one row each, and the values of the seeds as small dots. */
final class IntervalChart {

    private static final double WIDTH = 340;
    private static final double ROW = 38;
    private static final double LABEL = 16; // height of a row's label, above its part of the plot
    private static final double AXIS = 24;
    private static final double LEFT = 6;
    private static final double RIGHT = WIDTH - 6;
    private static final int TICKS = 5;
    private static final double MINIMUM_SPAN = 0.02;

    private IntervalChart() {}

    /** Draws the picture. Differences have a line at 0. */
    static Svg of(Picture.Intervals picture) {
        List<Picture.Row> rows = picture.rows();
        Numbers numbers = picture.numbers();
        double bottom = rows.size() * ROW;
        Scale x = Scale.showing(values(rows, numbers), MINIMUM_SPAN, LEFT, RIGHT);
        Svg chart = Svg.picture(WIDTH, bottom + AXIS, picture.description());
        for (double tick : x.ticks(TICKS)) {
            boolean zero = numbers == Numbers.CHANGE && Math.abs(tick) < 1e-12;
            for (int i = 0; i < rows.size(); i++) {
                chart.with(Svg.line(x.at(tick), i * ROW + LABEL, x.at(tick), (i + 1) * ROW, zero ? "zero" : "grid"));
            }
            chart.with(Svg.text(x.at(tick), bottom + 16, x.anchor(tick), "tick", x.label(tick, TICKS)));
        }
        for (int i = 0; i < rows.size(); i++) {
            chart.with(row(rows.get(i), i * ROW, x, numbers));
        }
        return chart;
    }

    private static Svg row(Picture.Row row, double top, Scale x, Numbers numbers) {
        Estimate estimate = row.estimate();
        Look look = Look.of(row.series());
        String label = look.label();
        double y = top + 27;
        Svg group = Svg.group(look.color() + " solid")
                .tip(numbers.tip(label, estimate))
                .with(Svg.text(LEFT, top + 13, "start", "label", label.replace(" - ", " − ")))
                .with(Svg.text(RIGHT, top + 13, "end", "label value", numbers.mean(estimate)));
        if (estimate.ci95() != null) {
            double low = x.at(estimate.ci95().low());
            double high = x.at(estimate.ci95().high());
            group.with(Svg.line(low, y, high, y, "whisker"))
                    .with(Svg.line(low, y - 4, low, y + 4, "whisker"))
                    .with(Svg.line(high, y - 4, high, y + 4, "whisker"));
        }
        estimate.perSeed().stream()
                .filter(Objects::nonNull)
                .forEach(value -> group.with(Svg.circle(x.at(value), y, 2.2, "seed")));
        if (estimate.mean() != null) {
            group.with(look.marker().at(x.at(estimate.mean()), y));
        }
        return group;
    }

    private static List<Double> values(List<Picture.Row> rows, Numbers numbers) {
        List<Double> values = new ArrayList<>();
        if (numbers == Numbers.CHANGE) {
            values.add(0.0);
        }
        for (Picture.Row row : rows) {
            row.estimate().perSeed().stream().filter(Objects::nonNull).forEach(values::add);
            if (row.estimate().ci95() != null) {
                values.add(row.estimate().ci95().low());
                values.add(row.estimate().ci95().high());
            }
        }
        return values;
    }
}
