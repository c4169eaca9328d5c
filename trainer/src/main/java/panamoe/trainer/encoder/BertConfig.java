package panamoe.trainer.encoder;

import java.util.LinkedHashMap;
import java.util.Map;
import panamoe.tensor.Shape;

/**
 * The sizes of a BERT encoder with post-norm layers, the erf GELU and learned position embeddings (Devlin et al. 2019).
 *
 * @param vocabulary number of WordPiece tokens
 * @param positions longest sequence, in tokens
 * @param tokenTypes number of segments; 2 for the first and the second text of a pair
 * @param layers number of Transformer layers
 * @param width hidden size d
 * @param heads attention heads; divides {@code width}
 * @param feedForward hidden size of the feed-forward block
 * @param layerNormEps the constant added to the variance in every LayerNorm
 */
public record BertConfig(
        int vocabulary,
        int positions,
        int tokenTypes,
        int layers,
        int width,
        int heads,
        int feedForward,
        double layerNormEps) {

    /** The limit for files: the weight names of more layers could fill the memory. */
    private static final int MAX_LAYERS = 1000;

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if a size is not positive, the heads do not divide the width, there are more than 1000
     *     layers, or {@code layerNormEps} is not finite and positive
     */
    public BertConfig {
        requirePositive(vocabulary, "vocabulary");
        requirePositive(positions, "positions");
        requirePositive(tokenTypes, "tokenTypes");
        requirePositive(layers, "layers");
        if (layers > MAX_LAYERS) {
            throw new IllegalArgumentException("layers " + layers + ": expected at most " + MAX_LAYERS);
        }
        requirePositive(width, "width");
        requirePositive(heads, "heads");
        requirePositive(feedForward, "feedForward");
        if (width % heads != 0) {
            throw new IllegalArgumentException("width " + width + ": expected a multiple of the " + heads + " heads");
        }
        if (!(layerNormEps > 0) || Double.isInfinite(layerNormEps)) {
            throw new IllegalArgumentException("layerNormEps " + layerNormEps + ": expected a finite number above 0");
        }
    }

    /** The name (as in the PyTorch model) and the shape of each weight. The weights of linear layers are {@code [in, out]}. */
    public Map<String, Shape> weightShapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("embeddings.word_embeddings.weight", Shape.of(vocabulary, width));
        shapes.put("embeddings.position_embeddings.weight", Shape.of(positions, width));
        shapes.put("embeddings.token_type_embeddings.weight", Shape.of(tokenTypes, width));
        layerNorm(shapes, "embeddings.LayerNorm");
        for (int i = 0; i < layers; i++) {
            String layer = "encoder.layer." + i;
            linear(shapes, layer + ".attention.self.query", width, width);
            linear(shapes, layer + ".attention.self.key", width, width);
            linear(shapes, layer + ".attention.self.value", width, width);
            linear(shapes, layer + ".attention.output.dense", width, width);
            layerNorm(shapes, layer + ".attention.output.LayerNorm");
            linear(shapes, layer + ".intermediate.dense", width, feedForward);
            linear(shapes, layer + ".output.dense", feedForward, width);
            layerNorm(shapes, layer + ".output.LayerNorm");
        }
        return shapes;
    }

    /** The total number of elements of all weights. */
    public long weights() {
        return weightShapes().values().stream().mapToLong(Shape::size).sum();
    }

    private static void linear(Map<String, Shape> shapes, String name, int in, int out) {
        shapes.put(name + ".weight", Shape.of(in, out));
        shapes.put(name + ".bias", Shape.of(out));
    }

    /** The same encoder with another number of layers. */
    public BertConfig withLayers(int count) {
        return new BertConfig(vocabulary, positions, tokenTypes, count, width, heads, feedForward, layerNormEps);
    }

    private void layerNorm(Map<String, Shape> shapes, String name) {
        shapes.put(name + ".weight", Shape.of(width));
        shapes.put(name + ".bias", Shape.of(width));
    }

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + ": expected at least 1");
        }
    }
}
