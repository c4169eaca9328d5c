package panamoe.trainer.report.html;

import j2html.tags.ContainerTag;
import java.util.Locale;

/** An SVG element. Coordinates are in drawing units. Colours come from the style sheet, by class. */
final class Svg extends ContainerTag<Svg> {

    private static final int ROW_LABEL = 20; // characters, about 120 drawing units

    private Svg(String name) {
        super(name);
    }

    /** A picture that scales with the width of its column. The description is its text alternative. */
    static Svg picture(double width, double height, String description) {
        return new Svg("svg")
                .attr("viewBox", "0 0 " + number(width) + " " + number(height))
                .attr("role", "img")
                .attr("aria-label", description);
    }

    static Svg group(String cssClass) {
        return new Svg("g").withClass(cssClass);
    }

    static Svg line(double x1, double y1, double x2, double y2, String cssClass) {
        return new Svg("line")
                .attr("x1", number(x1))
                .attr("y1", number(y1))
                .attr("x2", number(x2))
                .attr("y2", number(y2))
                .withClass(cssClass);
    }

    static Svg polyline(String points, String cssClass) {
        return new Svg("polyline").attr("points", points).withClass(cssClass);
    }

    static Svg rect(double x, double y, double width, double height, String cssClass) {
        return new Svg("rect")
                .attr("x", number(x))
                .attr("y", number(y))
                .attr("width", number(width))
                .attr("height", number(height))
                .withClass(cssClass);
    }

    static Svg circle(double x, double y, double radius, String cssClass) {
        return new Svg("circle")
                .attr("cx", number(x))
                .attr("cy", number(y))
                .attr("r", number(radius))
                .withClass(cssClass);
    }

    static Svg polygon(String points, String cssClass) {
        return new Svg("polygon").attr("points", points).withClass(cssClass);
    }

    /** A text with its {@code anchor} (start, middle or end) at x and its baseline at y. */
    static Svg text(double x, double y, String anchor, String cssClass, String content) {
        return new Svg("text")
                .attr("x", number(x))
                .attr("y", number(y))
                .attr("text-anchor", anchor)
                .withClass(cssClass)
                .withText(content);
    }

    /** The name of a row, which ends at x. A long name is cut; the tool tip has all of it. */
    static Svg rowLabel(double x, double y, String name) {
        boolean fits = name.length() <= ROW_LABEL;
        Svg label = text(x, y, "end", "label", fits ? name : name.substring(0, ROW_LABEL - 1) + "…");
        return fits ? label : label.tip(name);
    }

    /** Adds a tool tip to this element. */
    Svg tip(String text) {
        return with(new Svg("title").withText(text));
    }

    static String point(double x, double y) {
        return number(x) + "," + number(y);
    }

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }
}
