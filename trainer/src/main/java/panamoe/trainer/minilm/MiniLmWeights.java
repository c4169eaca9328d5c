package panamoe.trainer.minilm;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import panamoe.tensor.Shape;

/**
 * The weights of a BERT encoder under their PyTorch names, such as {@code embeddings.word_embeddings.weight} and
 * {@code encoder.layer.0.attention.self.query.weight}. Unlike in PyTorch a linear weight is {@code [in, out]}:
 * {@code y = x w + b}.
 *
 * @param config the sizes
 * @param tensors exactly the weights of {@link BertConfig#weightShapes}
 */
public record MiniLmWeights(BertConfig config, Map<String, Weight> tensors) {

    private static final String LINEAR_NODE_END = "/MatMul";

    /**
     * Checks that every weight is there in its shape.
     *
     * @throws IllegalArgumentException if one is missing, unknown or of another shape
     */
    public MiniLmWeights {
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
     * Reads all-MiniLM-L6-v2 from the class path; takes about half a second and 90 MB.
     *
     * @throws IOException if the model's artifact is missing or damaged
     */
    public static MiniLmWeights load() throws IOException {
        try {
            return of(BertConfig.MINILM_L6, OnnxReader.read(MiniLmFiles.model()));
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(MiniLmFiles.MODEL + ": " + e.getMessage(), e);
        }
    }

    /**
     * One weight.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Weight get(String name) {
        Weight weight = tensors.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("there is no encoder weight '" + name + "'");
        }
        return weight;
    }

    private static void requireShape(String name, Weight weight, Shape shape) {
        if (weight == null) {
            throw new IllegalArgumentException("encoder weight '" + name + "' is missing");
        }
        if (!weight.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "encoder weight '" + name + "' has shape " + weight.shape() + ", expected " + shape);
        }
    }

    /** Gives the linear weights, which the ONNX export left anonymous, the names of the nodes that use them. */
    static MiniLmWeights of(BertConfig config, OnnxReader.Model model) {
        Map<String, Weight> named = new LinkedHashMap<>(model.weights());
        model.matMulInputs().forEach((node, input) -> {
            Weight weight = named.remove(input);
            if (weight != null) { // else both factors are activations, as in the attention scores
                named.put(linearName(node), weight);
            }
        });
        return new MiniLmWeights(config, named);
    }

    /** {@code /encoder/layer.0/output/dense/MatMul} becomes {@code encoder.layer.0.output.dense.weight}. */
    private static String linearName(String node) {
        if (!node.startsWith("/") || !node.endsWith(LINEAR_NODE_END)) {
            throw new IllegalArgumentException("MatMul node '" + node + "' is not named after a linear layer");
        }
        String path = node.substring(1, node.length() - LINEAR_NODE_END.length());
        return path.replace('/', '.') + ".weight";
    }
}
