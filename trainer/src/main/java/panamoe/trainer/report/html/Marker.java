package panamoe.trainer.report.html;

/** The shapes that tell series apart where colours do not. */
enum Marker {
    CIRCLE,
    SQUARE,
    TRIANGLE,
    DIAMOND;

    private static final double RADIUS = 4;

    /** The marker centred at (x, y). */
    Svg at(double x, double y) {
        double r = RADIUS;
        return switch (this) {
            case CIRCLE -> Svg.circle(x, y, r, "mark");
            case SQUARE -> Svg.rect(x - r * 0.9, y - r * 0.9, 1.8 * r, 1.8 * r, "mark");
            case TRIANGLE ->
                Svg.polygon(
                        Svg.point(x, y - 1.2 * r)
                                + " "
                                + Svg.point(x - 1.1 * r, y + 0.8 * r)
                                + " "
                                + Svg.point(x + 1.1 * r, y + 0.8 * r),
                        "mark");
            case DIAMOND ->
                Svg.polygon(
                        Svg.point(x, y - 1.3 * r)
                                + " "
                                + Svg.point(x + 1.3 * r, y)
                                + " "
                                + Svg.point(x, y + 1.3 * r)
                                + " "
                                + Svg.point(x - 1.3 * r, y),
                        "mark");
        };
    }
}
