package panamoe.trainer.encoder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Shape;

/**
 * Converts the weights of a BERT encoder from and to the layout of a Hugging Face {@code BertModel}. The names are those of
 * {@link BertConfig#weightShapes}. The weight of a linear layer is {@code [out, in]}: {@code y = x w^T + b}.
 */
public final class HuggingFaceWeights {

    private static final Set<String> TABLES = Set.of(
            "embeddings.word_embeddings.weight",
            "embeddings.position_embeddings.weight",
            "embeddings.token_type_embeddings.weight");

    private HuggingFaceWeights() {}

    /** The shape of each weight in the Hugging Face layout, in the order of the layers. */
    public static Map<String, Shape> shapes(BertConfig config) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        config.weightShapes()
                .forEach((name, shape) -> shapes.put(name, isLinear(name, shape) ? transposed(shape) : shape));
        return shapes;
    }

    /**
     * The weights, in the Hugging Face layout, of a model with trained upper layers.
     *
     * @param start the pretrained weights, which the frozen layers still have
     * @param sizes the sizes of the model, which may have fewer layers than {@code start}
     * @param trained maps the name of a parameter to its elements; null for a frozen parameter
     * @param kept selects the names to convert; a layer with experts has no weights for its feed-forward block
     */
    public static Map<String, Weight> of(
            BertWeights start, BertConfig sizes, Function<String, float @Nullable []> trained, Predicate<String> kept) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        sizes.weightShapes().forEach((name, shape) -> {
            if (kept.test(name)) {
                float[] values = PretrainedNames.valuesOf(name, shape, trained);
                Weight weight = values == null ? start.get(name) : new Weight(shape, values);
                weights.put(name, isLinear(name, shape) ? transposed(weight) : weight);
            }
        });
        return weights;
    }

    /**
     * Converts weights from the Hugging Face layout.
     *
     * @param weights maps a name to its weight; null for a missing weight, which becomes 0
     */
    public static BertWeights toLayers(BertConfig config, Function<String, @Nullable Weight> weights) {
        Map<String, Weight> own = new LinkedHashMap<>();
        config.weightShapes().forEach((name, shape) -> {
            Weight weight = weights.apply(name);
            if (weight == null) {
                own.put(name, new Weight(shape, new float[shape.size()]));
            } else {
                own.put(name, isLinear(name, shape) ? transposed(weight) : weight);
            }
        });
        return new BertWeights(config, own);
    }

    /** True if the parameter belongs to the encoder layers and has weights in this layout. */
    public static boolean isOfEncoder(String parameter) {
        return PretrainedNames.isKnown(parameter);
    }

    private static boolean isLinear(String name, Shape shape) {
        return shape.rank() == 2 && !TABLES.contains(name);
    }

    private static Shape transposed(Shape shape) {
        return Shape.of(shape.dim(1), shape.dim(0));
    }

    private static Weight transposed(Weight weight) {
        int rows = weight.shape().dim(0);
        int columns = weight.shape().dim(1);
        float[] out = new float[weight.values().length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[j * rows + i] = weight.values()[i * columns + j];
            }
        }
        return new Weight(transposed(weight.shape()), out);
    }
}
