package panamoe.trainer.encoder;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Shape;

/** Maps between the parameter names of the encoder layers and the weight names of the PyTorch model. */
final class PretrainedNames {

    /** The parts of an encoder layer: their names here and in the PyTorch model. */
    private static final Map<String, String> LAYER_PARTS = Map.of(
            "attention.output", "attention.output.dense",
            "attentionNorm", "attention.output.LayerNorm",
            "feedForward.in", "intermediate.dense",
            "feedForward.out", "output.dense",
            "feedForwardNorm", "output.LayerNorm");

    private static final String ATTENTION = "attention.self.";
    private static final List<String> QUERY_KEY_VALUE = List.of("query", "key", "value");

    private static final Pattern LAYER_PARAMETER =
            Pattern.compile("(encoder\\.layer\\.\\d+\\.)(.+)(\\.weight|\\.bias)");

    private PretrainedNames() {}

    /**
     * Maps a full parameter name to its pretrained values, for {@link panamoe.autograd.nn.Scope#pretrained}; null for unknown
     * names.
     */
    static Function<String, float @Nullable []> values(BertWeights weights) {
        return name -> {
            Matcher matcher = LAYER_PARAMETER.matcher(name);
            if (!matcher.matches()) {
                return valuesOf(weights.tensors().get(name));
            }
            String layer = matcher.group(1);
            String part = matcher.group(2);
            String kind = matcher.group(3);
            return part.equals("attention.qkv")
                    ? concatenated(QUERY_KEY_VALUE.stream()
                            .map(each -> weights.get(layer + ATTENTION + each + kind))
                            .toList())
                    : valuesOf(weights.tensors().get(layer + LAYER_PARTS.get(part) + kind));
        };
    }

    /** True if a parameter of this name has pretrained values. */
    static boolean isKnown(String parameter) {
        Matcher matcher = LAYER_PARAMETER.matcher(parameter);
        return matcher.matches()
                && (matcher.group(2).equals("attention.qkv") || LAYER_PARTS.containsKey(matcher.group(2)));
    }

    private static float @Nullable [] valuesOf(@Nullable Weight weight) {
        return weight == null ? null : weight.values();
    }

    /**
     * The elements of a PyTorch weight, read from the parameters: the inverse of {@link #values}.
     *
     * @param parameters maps the name of a parameter to its elements; null for an unknown name
     * @return the elements; null if no parameter has them
     */
    static float @Nullable [] valuesOf(String name, Shape shape, Function<String, float @Nullable []> parameters) {
        Matcher matcher = LAYER_PARAMETER.matcher(name);
        if (!matcher.matches()) {
            return parameters.apply(name);
        }
        String layer = matcher.group(1);
        String part = matcher.group(2);
        String kind = matcher.group(3);
        if (part.startsWith(ATTENTION)) {
            float[] joined = parameters.apply(layer + "attention.qkv" + kind);
            return joined == null
                    ? null
                    : block(joined, QUERY_KEY_VALUE.indexOf(part.substring(ATTENTION.length())), shape);
        }
        for (Map.Entry<String, String> names : LAYER_PARTS.entrySet()) {
            if (names.getValue().equals(part)) {
                return parameters.apply(layer + names.getKey() + kind);
            }
        }
        return null;
    }

    /** The {@code index}-th matrix of {@link #concatenated}: a block of its columns. */
    private static float[] block(float[] joined, int index, Shape shape) {
        int columns = shape.columns();
        float[] own = new float[shape.size()];
        for (int row = 0; row < own.length / columns; row++) {
            int from = (row * QUERY_KEY_VALUE.size() + index) * columns;
            System.arraycopy(joined, from, own, row * columns, columns);
        }
        return own;
    }

    /** Concatenates matrices of one shape along their columns. */
    private static float[] concatenated(List<Weight> matrices) {
        int columns = matrices.getFirst().shape().columns();
        float[] joined = new float[matrices.size() * matrices.getFirst().values().length];
        for (int to = 0; to < joined.length; to += columns) {
            int block = to / columns;
            float[] from = matrices.get(block % matrices.size()).values();
            System.arraycopy(from, block / matrices.size() * columns, joined, to, columns);
        }
        return joined;
    }
}
