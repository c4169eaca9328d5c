package panamoe.trainer.encoder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Shape;

/**
 * The weights of a BERT encoder as a Hugging Face {@code BertModel} has them: the names of {@link BertConfig#weightShapes}, and a linear
 * weight is {@code [out, in]}, {@code y = x w^T + b}.
 */
public final class HuggingFaceWeights {

    private static final Set<String> TABLES = Set.of(
            "embeddings.word_embeddings.weight",
            "embeddings.position_embeddings.weight",
            "embeddings.token_type_embeddings.weight");

    private HuggingFaceWeights() {}

    /** The shape of each weight there, in the order of the layers. */
    public static Map<String, Shape> shapes(BertConfig config) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        config.weightShapes().forEach((name, shape) -> shapes.put(name, isLinear(name, shape) ? turned(shape) : shape));
        return shapes;
    }

    /**
     * The weights of a model whose upper layers were trained.
     *
     * @param start what it began as, which its frozen layers still are
     * @param sizes the layers that it has, which may be fewer
     * @param trained the elements of a parameter by its name; null for one that is not trained
     * @param kept the names that are wanted: a layer whose feed-forward block became experts has none of its own
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
     * The weights as the layers here take them.
     *
     * @param weights by name; null for one that is missing, in whose place stands 0
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

    /** True for a parameter of the layers here whose weights these are. */
    public static boolean isOfEncoder(String parameter) {
        return PretrainedNames.isKnown(parameter);
    }

    private static boolean isLinear(String name, Shape shape) {
        return shape.rank() == 2 && !TABLES.contains(name);
    }

    private static Shape turned(Shape shape) {
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
        return new Weight(turned(weight.shape()), out);
    }
}
