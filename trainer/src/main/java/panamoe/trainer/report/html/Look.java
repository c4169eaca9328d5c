package panamoe.trainer.report.html;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import panamoe.trainer.experiment.exhibit.Series;
import panamoe.trainer.learner.Method;

/**
 * The look of a series. A method has the same colour (a class of the style sheet) and the same marker in all pictures.
 *
 * @param color the class that sets the colour
 * @param dash the class that sets the line style: solid, dashed or dotted
 */
record Look(String label, String color, Marker marker, String dash) {

    private static final String SOLID = "solid";
    private static final String DASHED = "dashed";
    private static final String DOTTED = "dotted";

    /** Related methods have similar markers and similar colours. No two methods have the same marker. */
    private static final Map<String, Marker> OF_METHODS = Map.ofEntries(
            entry(Method.SINGLE_TASK.name(), Marker.CIRCLE),
            entry(Method.DENSE_MTL.name(), Marker.SQUARE),
            entry(Method.DENSE_UNCERTAINTY.name(), Marker.HOLLOW_SQUARE),
            entry(Method.DENSE_GRADNORM.name(), Marker.CROSS),
            entry(Method.DENSE_PCGRAD.name(), Marker.PLUS),
            entry(Method.DENSE_CAGRAD.name(), Marker.HOLLOW_PLUS),
            entry(Method.SHARED_GATE_MOE.name(), Marker.TRIANGLE),
            entry(Method.RANDOM_GATE_MOE.name(), Marker.HOLLOW_TRIANGLE),
            entry(Method.HASH_GATE_MOE.name(), Marker.TRIANGLE_DOWN),
            entry(Method.DENSE_MIXTURE_MOE.name(), Marker.HOLLOW_CIRCLE),
            entry(Method.PRIVATE_EXPERT_MOE.name(), Marker.STAR),
            entry(Method.CGC_MOE.name(), Marker.HOLLOW_STAR),
            entry(Method.TASK_EMBEDDING_MOE.name(), Marker.HOLLOW_DIAMOND),
            entry(Method.TASK_GATE_MOE.name(), Marker.DIAMOND));

    private static final int DEFINED_COLORS = 4;

    private static final List<Marker> OF_VARIANTS =
            List.of(Marker.CIRCLE, Marker.SQUARE, Marker.TRIANGLE, Marker.DIAMOND);
    private static final List<String> DASHES_OF_VARIANTS = List.of(SOLID, DASHED, DOTTED, SOLID);

    private static final List<Marker> OF_LAYERS =
            List.of(Marker.CIRCLE, Marker.HOLLOW_SQUARE, Marker.TRIANGLE, Marker.HOLLOW_DIAMOND);
    private static final List<String> DASHES = List.of(SOLID, DASHED, DOTTED);

    static Look of(Series series) {
        return switch (series) {
            case Series.OfMethod method -> ofMethod(method.label());
            case Series.OfPair pair -> ofPair(pair.label());
            case Series.OfVariant variant -> ofVariant(variant);
        };
    }

    static Look ofMethod(String method) {
        Marker marker = OF_METHODS.getOrDefault(method, Marker.values()[hash(method, Marker.values().length)]);
        return new Look(method, colorOf(method), marker, SOLID);
    }

    /** The colour of a method. Methods that settings define share a few colours; the hash of the name chooses one. */
    private static String colorOf(String method) {
        return OF_METHODS.containsKey(method) ? "m-" + method : "defined-" + hash(method, DEFINED_COLORS);
    }

    private static int hash(String method, int n) {
        return Math.floorMod(method.hashCode(), n);
    }

    /** The look of a difference {@code "a - b"}, in a colour that no method has. */
    private static Look ofPair(String pair) {
        return new Look(pair, "pair", Marker.DIAMOND, SOLID);
    }

    /** The look of a variant: the colour of its method, with a line style and a marker of the variant. */
    private static Look ofVariant(Series.OfVariant variant) {
        return new Look(
                variant.label(),
                colorOf(variant.method()),
                OF_VARIANTS.get(variant.number() % OF_VARIANTS.size()),
                DASHES_OF_VARIANTS.get(variant.number() % DASHES_OF_VARIANTS.size()));
    }

    /** The look of a layer: the colour of the method, with a line style and a marker of the layer. There are twelve different looks. */
    static Look ofLayer(String method, int layer) {
        return new Look(
                "layer " + layer,
                colorOf(method),
                OF_LAYERS.get(layer % OF_LAYERS.size()),
                DASHES.get(layer % DASHES.size()));
    }

    /** The look of a baseline, in a colour that no method has. There are two different looks: {@code number} 0 and 1. */
    static Look ofBaseline(String name, int number) {
        return new Look(name, "pair", Marker.CIRCLE, List.of(DASHED, DOTTED).get(number));
    }

    /** A short piece of the line with the marker on it. */
    Svg sample() {
        return Svg.picture(26, 12, "")
                .withClass(color + " " + dash)
                .with(Svg.line(1, 6, 25, 6, "curve"), marker.at(13, 6));
    }
}
