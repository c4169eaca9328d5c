package panamoe.trainer.report.html;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import panamoe.trainer.experiment.exhibit.Picture;
import panamoe.trainer.experiment.statistics.Numbers;

/** Draws scores before a change (hollow) and after it (filled). */
final class BeforeAfterChart {

    private static final double WIDTH = 340;
    private static final double ROW = 22;
    private static final double AXIS = 24;
    private static final double LEFT = 128;
    private static final double RIGHT = WIDTH - 8;
    private static final int TICKS = 4;
    private static final double MINIMUM_SPAN = 0.1;

    private BeforeAfterChart() {}

    /** @param shown all values that the scale must include, so that the panels of a row share one scale */
    static Svg of(Picture.BeforeAfter picture, List<Double> shown) {
        Look look = Look.of(picture.series());
        List<Picture.Change> changes = picture.changes();
        double bottom = changes.size() * ROW;
        Scale x = Scale.showing(shown, MINIMUM_SPAN, LEFT, RIGHT);
        Svg chart = Svg.picture(WIDTH, bottom + AXIS, picture.description());
        for (double tick : x.ticks(TICKS)) {
            chart.with(Svg.line(x.at(tick), 0, x.at(tick), bottom, "grid"));
            chart.with(Svg.text(x.at(tick), bottom + 16, x.anchor(tick), "tick", x.label(tick, TICKS)));
        }
        for (int i = 0; i < changes.size(); i++) {
            chart.with(row(look, changes.get(i), i * ROW + ROW / 2, x));
        }
        return chart;
    }

    private static Svg row(Look look, Picture.Change change, double y, Scale x) {
        Svg row = Svg.group(look.color() + " solid").with(Svg.rowLabel(LEFT - 8, y + 4, change.name()));
        Double before = change.before().mean();
        Double after = change.after().mean();
        if (before == null || after == null) {
            return row.with(Svg.text(LEFT, y + 4, "start", "tick", String.valueOf(change.missing())));
        }
        return row.tip(change.name() + ": " + Numbers.LEVEL.of(before) + " before, " + Numbers.LEVEL.of(after)
                        + " after")
                .with(Svg.line(x.at(before), y, x.at(after), y, "whisker"))
                .with(Svg.circle(x.at(before), y, 4, "hollow"))
                .with(Svg.circle(x.at(after), y, 4, "mark"));
    }

    /** The values of a picture that the scale must include. */
    static Stream<Double> values(Picture.BeforeAfter picture) {
        return picture.changes().stream()
                .flatMap(change ->
                        Stream.of(change.before().perSeed(), change.after().perSeed()))
                .flatMap(List::stream)
                .filter(Objects::nonNull);
    }
}
