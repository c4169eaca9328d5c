package panamoe.trainer.encoder;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the pretrained values of a parameter of the encoder: the same weights under the names of the layers here. */
final class PretrainedNames {

    /** A part of an encoder layer here, and in the PyTorch model. */
    private static final Map<String, String> LAYER_PARTS = Map.of(
            "attention.output", "attention.output.dense",
            "attentionNorm", "attention.output.LayerNorm",
            "feedForward.in", "intermediate.dense",
            "feedForward.out", "output.dense",
            "feedForwardNorm", "output.LayerNorm");

    private static final Pattern LAYER_PARAMETER =
            Pattern.compile("(encoder\\.layer\\.\\d+\\.)(.+)(\\.weight|\\.bias)");

    private PretrainedNames() {}

    /** The values by full parameter name, for {@link panamoe.autograd.nn.Scope#pretrained}; null for unknown names. */
    static Function<String, float[]> values(BertWeights weights) {
        return name -> {
            Matcher matcher = LAYER_PARAMETER.matcher(name);
            if (!matcher.matches()) {
                return valuesOf(weights.tensors().get(name));
            }
            String layer = matcher.group(1);
            String part = matcher.group(2);
            String kind = matcher.group(3);
            return part.equals("attention.qkv")
                    ? sideBySide(Stream.of("query", "key", "value")
                            .map(each -> weights.get(layer + "attention.self." + each + kind))
                            .toList())
                    : valuesOf(weights.tensors().get(layer + LAYER_PARTS.get(part) + kind));
        };
    }

    private static float @Nullable [] valuesOf(@Nullable Weight weight) {
        return weight == null ? null : weight.values();
    }

    /** The matrix whose rows are those of matrices of one shape, one after the other. */
    private static float[] sideBySide(List<Weight> matrices) {
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
