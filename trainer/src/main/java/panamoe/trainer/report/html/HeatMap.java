package panamoe.trainer.report.html;

import java.util.List;

/**
 * Draws a matrix of shares. The nearer a share is to 1, the darker is its cell. Where columns are too narrow for numbers, a scale below
 * the matrix tells the shades.
 *
 * @param description the text alternative, for screen readers
 * @param rows the names of the rows
 * @param columns short names of the columns
 * @param shares {@code [rows][columns]}, 0 to 1; an empty row is drawn blank
 * @param sideColumn a column of words to the right of the rows
 * @param tip gives the tool tip of a cell
 */
record HeatMap(
        String description,
        List<String> rows,
        List<String> columns,
        List<List<Double>> shares,
        SideColumn sideColumn,
        Tip tip) {

    private static final double WIDTH = 340;
    private static final double LEFT = 128;
    private static final double SIDE_WIDTH = 44;
    private static final double TOP = 18;
    private static final double ROW = 20;
    private static final double GAP = 1;
    private static final double WIDE_ENOUGH_FOR_TEXT = 18;
    private static final double WORTH_TEXT = 0.095;
    private static final double LIGHT_TEXT_FROM = 0.55;
    private static final List<Double> SCALE = List.of(0.2, 0.4, 0.6, 0.8, 1.0);
    private static final double SCALE_CELL = 26;

    /** A column of words under a heading, one word for each row. */
    record SideColumn(String heading, List<String> words) {}

    /** Gives the tool tip of a cell. */
    interface Tip {
        String of(int row, int column, double share);
    }

    Svg draw() {
        double width = (WIDTH - LEFT - SIDE_WIDTH) / columns.size();
        boolean narrow = width < WIDE_ENOUGH_FOR_TEXT;
        double bottom = TOP + ROW * rows.size();
        Svg map = Svg.picture(WIDTH, bottom + (narrow ? 1.5 * ROW : 0), description);
        int every = (int) Math.ceil(WIDE_ENOUGH_FOR_TEXT / width);
        for (int column = 0; column < columns.size(); column += every) {
            map.with(Svg.text(LEFT + (column + 0.5) * width, 11, "middle", "tick", columns.get(column)));
        }
        map.with(Svg.text(WIDTH, 11, "end", "tick", sideColumn.heading()));
        for (int row = 0; row < rows.size(); row++) {
            map.with(row(row, TOP + row * ROW, width));
        }
        return narrow ? map.with(scale(bottom + 0.5 * ROW)) : map;
    }

    private static Svg scale(double top) {
        Svg scale = Svg.group("scale").with(Svg.text(LEFT - 8, top + 13.5, "end", "tick", "percent"));
        for (int i = 0; i < SCALE.size(); i++) {
            scale.with(cell(SCALE.get(i), LEFT + i * SCALE_CELL, top, SCALE_CELL));
        }
        return scale;
    }

    private Svg row(int row, double top, double width) {
        Svg group = Svg.group("row")
                .with(Svg.rowLabel(LEFT - 8, top + 14, rows.get(row)))
                .with(Svg.text(
                        WIDTH, top + 13.5, "end", "tick", sideColumn.words().get(row)));
        List<Double> ofRow = shares.get(row);
        for (int column = 0; column < ofRow.size(); column++) {
            double share = ofRow.get(column);
            group.with(cell(share, LEFT + column * width, top, width).tip(tip.of(row, column, share)));
        }
        return group;
    }

    private static Svg cell(double share, double x, double y, double width) {
        Svg group = Svg.group("cell")
                .with(Svg.rect(x, y, width - GAP, ROW - GAP, "cold"))
                .with(Svg.rect(x, y, width - GAP, ROW - GAP, "heat").attr("fill-opacity", Svg.number(share)));
        if (width >= WIDE_ENOUGH_FOR_TEXT && share >= WORTH_TEXT) {
            String ink = share >= LIGHT_TEXT_FROM ? "load on-heat" : "load";
            group.with(Svg.text(x + (width - GAP) / 2, y + 13.5, "middle", ink, percent(share)));
        }
        return group;
    }

    /** In percent, without decimals. */
    static String percent(double share) {
        return String.valueOf(Math.round(100 * share));
    }
}
