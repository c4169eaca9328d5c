package panamoe.trainer.report.html;

import java.util.List;
import panamoe.trainer.report.RoutingMap;

/** Tasks by experts: the darker a cell, the more of the task's tokens use the expert. */
final class HeatMap {

    private static final double WIDTH = 340;
    private static final double LEFT = 128;
    private static final double TOP = 18;
    private static final double ROW = 20;
    private static final double GAP = 1;
    private static final double WIDE_ENOUGH_FOR_TEXT = 18;
    private static final double WORTH_TEXT = 0.095;
    private static final double LIGHT_TEXT_FROM = 0.55;

    private HeatMap() {}

    static Svg of(RoutingMap routing) {
        int experts = routing.load().getFirst().size();
        double cell = (WIDTH - LEFT) / experts;
        Svg map = Svg.picture(WIDTH, TOP + ROW * routing.tasks().size(), description(routing));
        int every = (int) Math.ceil(WIDE_ENOUGH_FOR_TEXT / cell);
        for (int e = 0; e < experts; e += every) {
            map.with(Svg.text(LEFT + (e + 0.5) * cell, 11, "middle", "tick", String.valueOf(e)));
        }
        for (int t = 0; t < routing.tasks().size(); t++) {
            double top = TOP + t * ROW;
            String task = routing.tasks().get(t);
            map.with(Svg.rowLabel(LEFT - 8, top + 14, task));
            List<Double> row = routing.load().get(t);
            for (int e = 0; e < experts; e++) {
                map.with(cell(task, e, row.get(e), LEFT + e * cell, top, cell));
            }
        }
        return map;
    }

    private static Svg cell(String task, int expert, double load, double x, double y, double width) {
        Svg square = Svg.rect(x, y, width - GAP, ROW - GAP, "heat").attr("fill-opacity", Svg.number(load));
        Svg group = Svg.group("cell")
                .tip(task + ", expert " + expert + ": " + percent(load) + " % of the tokens")
                .with(Svg.rect(x, y, width - GAP, ROW - GAP, "cold"), square);
        if (width >= WIDE_ENOUGH_FOR_TEXT && load >= WORTH_TEXT) {
            String ink = load >= LIGHT_TEXT_FROM ? "load on-heat" : "load";
            group.with(Svg.text(x + (width - GAP) / 2, y + 13.5, "middle", ink, percent(load)));
        }
        return group;
    }

    private static String percent(double share) {
        return String.valueOf(Math.round(100 * share));
    }

    private static String description(RoutingMap routing) {
        return "Expert use per task, " + routing.method() + ", layer " + routing.layer() + ", " + routing.run();
    }
}
