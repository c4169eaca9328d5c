package panamoe.trainer.report.html;

import panamoe.trainer.report.GateStart;
import panamoe.trainer.report.MethodNames;

/**
 * How a series is drawn: one fixed colour (a class of the style sheet) and one fixed marker per method, everywhere.
 *
 * @param color the class that sets the colour
 * @param dash the class that sets the line: solid, dashed or dotted
 */
record Look(String label, String color, Marker marker, String dash) {

    private static final String SOLID = "solid";

    static Look ofMethod(String method) {
        return new Look(method, "m-" + method, Marker.values()[MethodNames.ALL.indexOf(method)], SOLID);
    }

    /** A difference {@code "a - b"}, drawn in no method's colour. */
    static Look ofPair(String pair) {
        return new Look(pair, "pair", Marker.DIAMOND, SOLID);
    }

    /** The gate starts of one method: its colour, told apart by line and marker. */
    static Look ofStart(String method, GateStart start) {
        Marker marker = Marker.values()[start.ordinal()];
        String dash = switch (start) {
            case RELATED, NONE -> SOLID;
            case WRONG -> "dashed";
            case FRESH -> "dotted";
        };
        return new Look(start.label(), "m-" + method, marker, dash);
    }

    /** A short piece of the line with the marker on it. */
    Svg sample() {
        return Svg.picture(26, 12, "")
                .withClass(color + " " + dash)
                .with(Svg.line(1, 6, 25, 6, "curve"), marker.at(13, 6));
    }
}
