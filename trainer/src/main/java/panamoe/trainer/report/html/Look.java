package panamoe.trainer.report.html;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import panamoe.trainer.experiment.unseen.GateStart;
import panamoe.trainer.learner.MethodNames;

/**
 * How a series is drawn: one fixed colour (a class of the style sheet) and one fixed marker per method, everywhere.
 *
 * @param color the class that sets the colour
 * @param dash the class that sets the line: solid, dashed or dotted
 */
record Look(String label, String color, Marker marker, String dash) {

    private static final String SOLID = "solid";
    private static final String DASHED = "dashed";
    private static final String DOTTED = "dotted";

    /** Kin have like shapes, as they have like colours; no two methods have the same. */
    private static final Map<String, Marker> OF_METHODS = Map.ofEntries(
            entry(MethodNames.SINGLE_TASK, Marker.CIRCLE),
            entry(MethodNames.DENSE_MTL, Marker.SQUARE),
            entry(MethodNames.DENSE_UNCERTAINTY, Marker.HOLLOW_SQUARE),
            entry(MethodNames.DENSE_GRADNORM, Marker.CROSS),
            entry(MethodNames.DENSE_PCGRAD, Marker.PLUS),
            entry(MethodNames.SHARED_GATE_MOE, Marker.TRIANGLE),
            entry(MethodNames.RANDOM_GATE_MOE, Marker.HOLLOW_TRIANGLE),
            entry(MethodNames.HASH_GATE_MOE, Marker.TRIANGLE_DOWN),
            entry(MethodNames.DENSE_MIXTURE_MOE, Marker.HOLLOW_CIRCLE),
            entry(MethodNames.PRIVATE_EXPERT_MOE, Marker.STAR),
            entry(MethodNames.TASK_EMBEDDING_MOE, Marker.HOLLOW_DIAMOND),
            entry(MethodNames.TASK_GATE_MOE, Marker.DIAMOND));

    private static final List<Marker> OF_LAYERS =
            List.of(Marker.CIRCLE, Marker.HOLLOW_SQUARE, Marker.TRIANGLE, Marker.HOLLOW_DIAMOND);
    private static final List<String> DASHES = List.of(SOLID, DASHED, DOTTED);

    static Look ofMethod(String method) {
        return new Look(method, "m-" + method, OF_METHODS.get(method), SOLID);
    }

    /** A difference {@code "a - b"}, drawn in no method's colour. */
    static Look ofPair(String pair) {
        return new Look(pair, "pair", Marker.DIAMOND, SOLID);
    }

    /** The gate starts of one method: its colour, told apart by line and marker. */
    static Look ofStart(String method, GateStart start) {
        String color = "m-" + method;
        return switch (start) {
            case RELATED -> new Look(start.label(), color, Marker.CIRCLE, SOLID);
            case WRONG -> new Look(start.label(), color, Marker.SQUARE, DASHED);
            case FRESH -> new Look(start.label(), color, Marker.TRIANGLE, DOTTED);
            case NONE -> new Look(start.label(), color, Marker.DIAMOND, SOLID);
        };
    }

    /** The layers of one method: its colour, told apart by line and marker; twelve looks differ. */
    static Look ofLayer(String method, int layer) {
        return new Look(
                "layer " + layer,
                "m-" + method,
                OF_LAYERS.get(layer % OF_LAYERS.size()),
                DASHES.get(layer % DASHES.size()));
    }

    /** A short piece of the line with the marker on it. */
    Svg sample() {
        return Svg.picture(26, 12, "")
                .withClass(color + " " + dash)
                .with(Svg.line(1, 6, 25, 6, "curve"), marker.at(13, 6));
    }
}
