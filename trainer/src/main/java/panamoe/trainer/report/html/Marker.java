package panamoe.trainer.report.html;

/** The markers that distinguish series in addition to colours. */
enum Marker {
    CIRCLE("mark"),
    SQUARE("mark", -0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9),
    TRIANGLE("mark", 0, -1.2, 1.1, 0.8, -1.1, 0.8),
    DIAMOND("mark", 0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0),
    TRIANGLE_DOWN("mark", 0, 1.2, 1.1, -0.8, -1.1, -0.8),
    STAR(
            "mark", 0, -1.5, 0.38, -0.52, 1.43, -0.46, 0.61, 0.2, 0.88, 1.21, 0, 0.64, -0.88, 1.21, -0.61, 0.2, -1.43,
            -0.46, -0.38, -0.52),
    PLUS(
            "mark", -0.45, -1.4, 0.45, -1.4, 0.45, -0.45, 1.4, -0.45, 1.4, 0.45, 0.45, 0.45, 0.45, 1.4, -0.45, 1.4,
            -0.45, 0.45, -1.4, 0.45, -1.4, -0.45, -0.45, -0.45),
    CROSS(
            "mark", 0, -0.64, 0.67, -1.31, 1.31, -0.67, 0.64, 0, 1.31, 0.67, 0.67, 1.31, 0, 0.64, -0.67, 1.31, -1.31,
            0.67, -0.64, 0, -1.31, -0.67, -0.67, -1.31),
    HOLLOW_CIRCLE("hollow"),
    HOLLOW_SQUARE("hollow", -0.8, -0.8, 0.8, -0.8, 0.8, 0.8, -0.8, 0.8),
    HOLLOW_TRIANGLE("hollow", 0, -1.1, 1, 0.7, -1, 0.7),
    HOLLOW_DIAMOND("hollow", 0, -1.1, 1.1, 0, 0, 1.1, -1.1, 0),
    HOLLOW_PLUS(
            "hollow", -0.5, -1.2, 0.5, -1.2, 0.5, -0.5, 1.2, -0.5, 1.2, 0.5, 0.5, 0.5, 0.5, 1.2, -0.5, 1.2, -0.5, 0.5,
            -1.2, 0.5, -1.2, -0.5, -0.5, -0.5),
    HOLLOW_STAR(
            "hollow", 0, -1.4, 0.35, -0.48, 1.33, -0.43, 0.57, 0.19, 0.82, 1.13, 0, 0.6, -0.82, 1.13, -0.57, 0.19,
            -1.33, -0.43, -0.35, -0.48);

    private static final double RADIUS = 4;
    private static final double HOLLOW_RADIUS = 3.4; // smaller, because the outline adds to it

    private final String cssClass;
    private final double[] corners;

    /** @param corners x and y of each corner, in radii from the centre; none for a circle */
    Marker(String cssClass, double... corners) {
        this.cssClass = cssClass;
        this.corners = corners;
    }

    /** The marker centred at (x, y). */
    Svg at(double x, double y) {
        if (corners.length == 0) {
            return Svg.circle(x, y, this == HOLLOW_CIRCLE ? HOLLOW_RADIUS : RADIUS, cssClass);
        }
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < corners.length; i += 2) {
            points.append(Svg.point(x + RADIUS * corners[i], y + RADIUS * corners[i + 1]))
                    .append(' ');
        }
        return Svg.polygon(points.toString().strip(), cssClass);
    }
}
