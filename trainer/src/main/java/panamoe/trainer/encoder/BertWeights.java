package panamoe.trainer.encoder;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Shape;

/**
 * The weights of a BERT encoder under their PyTorch names, such as {@code embeddings.word_embeddings.weight} and
 * {@code encoder.layer.0.attention.self.query.weight}. Unlike in PyTorch, the weight of a linear layer is {@code [in, out]}:
 * {@code y = x w + b}.
 *
 * @param config the sizes
 * @param tensors exactly the weights of {@link BertConfig#weightShapes}
 */
public record BertWeights(BertConfig config, Map<String, Weight> tensors) {

    /**
     * Checks that each weight is present and has its shape.
     *
     * @throws IllegalArgumentException if a weight is missing, unknown or of another shape
     */
    public BertWeights {
        Map<String, Shape> expected = config.weightShapes();
        for (var entry : expected.entrySet()) {
            requireShape(entry.getKey(), tensors.get(entry.getKey()), entry.getValue());
        }
        for (String name : tensors.keySet()) {
            if (!expected.containsKey(name)) {
                throw new IllegalArgumentException(
                        "encoder weight '" + name + "' is not one of a BERT encoder of " + config.layers() + " layers");
            }
        }
        tensors = Map.copyOf(tensors);
    }

    /**
     * The weight of that name.
     *
     * @throws IllegalArgumentException if there is no weight of that name
     */
    public Weight get(String name) {
        Weight weight = tensors.get(name);
        if (weight == null) {
            throw new IllegalArgumentException(
                    "no encoder weight '" + name + "': expected one of BertConfig.weightShapes");
        }
        return weight;
    }

    private static void requireShape(String name, @Nullable Weight weight, Shape shape) {
        if (weight == null) {
            throw new IllegalArgumentException("encoder weight '" + name + "' is missing: expected shape " + shape);
        }
        if (!weight.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "encoder weight '" + name + "' has shape " + weight.shape() + ": expected " + shape);
        }
    }
}
