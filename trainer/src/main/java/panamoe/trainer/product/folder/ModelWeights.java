package panamoe.trainer.product.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.DType;
import panamoe.tensor.Safetensors;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.trainer.encoder.BertConfig;
import panamoe.trainer.encoder.BertWeights;
import panamoe.trainer.encoder.FiniteWeights;
import panamoe.trainer.encoder.HuggingFaceWeights;
import panamoe.trainer.encoder.Weight;
import panamoe.trainer.learner.MultiTaskModel;

/**
 * {@code model.safetensors}: the weights of the encoder under the names of Hugging Face's {@code BertModel}, without feed-forward blocks
 * that are mixtures of experts, and the parameters of experts, gates and heads under the names of this program.
 */
final class ModelWeights {

    private static final String EXPERT_BIAS = "expertBias.";

    private final Path file;
    private final ModelConfig config;
    private final Safetensors stored;

    private ModelWeights(Path file, ModelConfig config, Safetensors stored) {
        this.file = file;
        this.config = config;
        this.stored = stored;
    }

    static void write(KeptModel model, Path file) throws IOException {
        Parameters parameters = model.network().parameters();
        Backend backend = parameters.backend();
        BertConfig sizes = model.config().encoder().config();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (Backend host = Backends.create("scalar", 1)) {
            HuggingFaceWeights.of(
                            model.encoder(),
                            sizes,
                            name -> parameters
                                    .find(name)
                                    .map(p -> backend.readFloats(p.value()))
                                    .orElse(null),
                            name -> isStored(name, model.config()))
                    .forEach((name, weight) -> tensors.put(name, tensor(host, weight.shape(), weight.values())));
            for (Parameter parameter : parameters.list()) {
                if (!HuggingFaceWeights.isOfEncoder(parameter.name())) {
                    tensors.put(
                            parameter.name(), tensor(host, parameter.shape(), backend.readFloats(parameter.value())));
                }
            }
            model.network()
                    .expertBiases()
                    .forEachWithIndex((bias, layer) -> tensors.put(
                            EXPERT_BIAS + layer, tensor(host, bias.value().shape(), backend.readFloats(bias.value()))));
            Safetensors.write(file, tensors, host, Map.of("format", "pt"));
        }
    }

    private static Tensor tensor(Backend host, Shape shape, float[] values) {
        Tensor tensor = Tensor.zeros(host, DType.F32, shape);
        host.write(tensor, values);
        return tensor;
    }

    private static boolean isStored(String name, ModelConfig config) {
        return config.sparseLayers().stream()
                .noneMatch(layer -> name.startsWith("encoder.layer." + layer + ".intermediate.")
                        || name.startsWith("encoder.layer." + layer + ".output.dense."));
    }

    /** Checks the header before memory is allocated for the model. */
    static ModelWeights open(Path file, ModelConfig config) throws IOException {
        ModelWeights weights = new ModelWeights(file, config, Safetensors.read(file));
        for (Map.Entry<String, Shape> expected :
                HuggingFaceWeights.shapes(config.encoder().config()).entrySet()) {
            if (isStored(expected.getKey(), config)) {
                weights.requireShape(expected.getKey(), expected.getValue());
            }
        }
        weights.requireExperts();
        weights.requireShape(
                "heads.weight", Shape.of(config.slots(), config.encoder().hiddenSize(), config.classes()));
        return weights;
    }

    /** Checks that the file has the experts of the configuration before they get memory. */
    private void requireExperts() throws IOException {
        for (Map.Entry<Integer, Integer> mixture : config.experts().entrySet()) {
            Shape expected = Shape.of(
                    mixture.getValue(),
                    config.encoder().hiddenSize(),
                    config.expertUnits().ofExpert());
            requireShape("encoder.layer." + mixture.getKey() + ".experts.weight1", expected);
        }
    }

    private void requireShape(String name, Shape shape) throws IOException {
        Safetensors.Entry entry = stored.entries().get(name);
        if (entry == null) {
            throw new IOException(file.getFileName() + " has no tensor " + name + shape);
        }
        if (!entry.shape().equals(shape) || !entry.dtype().equals("F32")) {
            throw new IOException(file.getFileName() + " has tensor " + name + " as " + entry.dtype() + entry.shape()
                    + ": expected F32" + shape);
        }
    }

    /** The encoder's weights; those of feed-forward blocks that are mixtures of experts are 0. */
    BertWeights encoder() throws IOException {
        Map<String, Weight> read = new LinkedHashMap<>();
        try (Backend host = Backends.create("scalar", 1)) {
            for (Map.Entry<String, Shape> each :
                    HuggingFaceWeights.shapes(config.encoder().config()).entrySet()) {
                if (isStored(each.getKey(), config)) {
                    read.put(each.getKey(), new Weight(each.getValue(), values(each.getKey(), host)));
                }
            }
        }
        return HuggingFaceWeights.toLayers(config.encoder().config(), read::get);
    }

    /**
     * Loads the weights that {@link #encoder} does not have.
     *
     * @throws IOException if a tensor is missing, has another shape or is not finite, or the file has a tensor that the model does not
     */
    void load(MultiTaskModel network) throws IOException {
        Map<String, Tensor> rest = new LinkedHashMap<>();
        for (Parameter parameter : network.parameters().list()) {
            if (!HuggingFaceWeights.isOfEncoder(parameter.name())) {
                rest.put(parameter.name(), parameter.value());
            }
        }
        network.expertBiases().forEachWithIndex((bias, layer) -> rest.put(EXPERT_BIAS + layer, bias.value()));
        Backend backend = network.parameters().backend();
        for (Map.Entry<String, Tensor> each : rest.entrySet()) {
            requireShape(each.getKey(), each.getValue().shape());
        }
        String unknown = unknown(rest);
        if (unknown != null) {
            throw new IOException(file.getFileName() + " has a tensor " + unknown + ", which this model does not");
        }
        try (Backend host = Backends.create("scalar", 1)) {
            for (Map.Entry<String, Tensor> each : rest.entrySet()) {
                backend.write(each.getValue(), values(each.getKey(), host));
            }
        }
    }

    private @Nullable String unknown(Map<String, Tensor> rest) {
        Map<String, Shape> encoder = HuggingFaceWeights.shapes(config.encoder().config());
        return stored.entries().keySet().stream()
                .filter(name -> !rest.containsKey(name))
                .filter(name -> !encoder.containsKey(name) || !isStored(name, config))
                .findFirst()
                .orElse(null);
    }

    private float[] values(String name, Backend host) throws IOException {
        return FiniteWeights.read(stored, file.getFileName().toString(), name, host);
    }
}
