package panamoe.trainer.learner.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import panamoe.tensor.Safetensors;
import panamoe.tensor.Tensor;
import panamoe.trainer.learner.Network;

/**
 * What training changes of a model, in a safetensors file: the parameters that are not registered as frozen, and the balancing biases
 * of experts.
 */
public final class Checkpoint {

    private Checkpoint() {}

    /** Writes a model; the file appears at once, its folder is made. */
    public static void write(Network network, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Safetensors.write(file, state(network), network.parameters().backend(), Map.of());
    }

    /** Reads what {@link #write} wrote. @throws IOException if the file cannot be read or is that of another model */
    public static void read(Network network, Path file) throws IOException {
        Safetensors stored = Safetensors.read(file);
        Map<String, Tensor> state = state(network);
        if (stored.entries().size() != state.size()) {
            throw new IOException(file + " has " + stored.entries().size() + " tensors, this model " + state.size());
        }
        for (Map.Entry<String, Tensor> own : state.entrySet()) {
            Safetensors.Entry entry = stored.entries().get(own.getKey());
            Tensor tensor = own.getValue();
            if (entry == null || !entry.shape().equals(tensor.shape())) {
                throw new IOException(
                        file + " has no tensor " + own.getKey() + tensor.shape() + ": it is that of another model");
            }
            stored.load(own.getKey(), network.parameters().backend(), tensor);
        }
    }

    private static Map<String, Tensor> state(Network network) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        network.parameters()
                .list()
                .select(parameter -> parameter.gradient() != null)
                .forEach(parameter -> state.put(parameter.name(), parameter.value()));
        network.expertBiases().forEachWithIndex((bias, layer) -> state.put("expertBias." + layer, bias.value()));
        return state;
    }
}
