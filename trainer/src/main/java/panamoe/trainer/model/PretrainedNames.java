package panamoe.trainer.model;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import panamoe.trainer.minilm.MiniLmWeights;

/** Finds the pretrained values of a parameter of the encoder: the same weights under the names of the layers here. */
final class PretrainedNames {

    /** A part of an encoder layer here, and in the PyTorch model. */
    private static final Map<String, String> LAYER_PARTS = Map.of(
            "attention.query", "attention.self.query",
            "attention.key", "attention.self.key",
            "attention.value", "attention.self.value",
            "attention.output", "attention.output.dense",
            "attentionNorm", "attention.output.LayerNorm",
            "feedForward.in", "intermediate.dense",
            "feedForward.out", "output.dense",
            "feedForwardNorm", "output.LayerNorm");

    private static final Pattern LAYER_PARAMETER =
            Pattern.compile("(encoder\\.layer\\.\\d+\\.)(.+)(\\.weight|\\.bias)");

    private PretrainedNames() {}

    /** The values by full parameter name, for {@link panamoe.autograd.nn.Scope#pretrained}; null for unknown names. */
    static Function<String, float[]> values(MiniLmWeights weights) {
        return name -> {
            var weight = weights.tensors().get(pretrainedName(name));
            return weight == null ? null : weight.values();
        };
    }

    private static String pretrainedName(String name) {
        Matcher matcher = LAYER_PARAMETER.matcher(name);
        return matcher.matches() ? matcher.group(1) + LAYER_PARTS.get(matcher.group(2)) + matcher.group(3) : name;
    }
}
