package panamoe.trainer.learner.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Safetensors;
import panamoe.tensor.Tensor;
import panamoe.trainer.learner.Network;

/**
 * Saves and loads the trained state of a model in a safetensors file: the parameters that are not registered as frozen, and the
 * balancing biases of experts.
 */
public final class Checkpoint {

    private static final String SHA256 = "sha256";

    private Checkpoint() {}

    /** Writes a model. The folder is created if needed, and the file is replaced atomically. */
    public static void write(Network network, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Backend backend = network.parameters().backend();
        Map<String, Tensor> state = state(network);
        ValuesDigest digest = new ValuesDigest();
        state.values().forEach(tensor -> digest.add(backend.readFloats(tensor)));
        Safetensors.write(file, state, backend, Map.of(SHA256, digest.hex()));
    }

    /** True if the file is an intact checkpoint of {@link #write}: it exists and its values match their digest. */
    public static boolean isWhole(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (Backend host = Backends.create("scalar", 1)) {
            Safetensors stored = Safetensors.read(file);
            ValuesDigest digest = new ValuesDigest();
            for (String name : stored.entries().keySet()) {
                digest.add(host.readFloats(stored.load(name, host)));
            }
            return digest.hex().equals(stored.metadata().get(SHA256));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Reads a checkpoint of {@link #write}. @throws IOException if the file cannot be read or belongs to another model */
    public static void read(Network network, Path file) throws IOException {
        Safetensors stored = Safetensors.read(file);
        Map<String, Tensor> state = state(network);
        if (stored.entries().size() != state.size()) {
            throw new IOException(file + " has " + stored.entries().size() + " tensors: expected " + state.size()
                    + "; the file belongs to another model");
        }
        for (Map.Entry<String, Tensor> own : state.entrySet()) {
            Safetensors.Entry entry = stored.entries().get(own.getKey());
            Tensor tensor = own.getValue();
            if (entry == null || !entry.shape().equals(tensor.shape())) {
                throw new IOException(file + " has no tensor " + own.getKey() + tensor.shape()
                        + ": the file belongs to another model");
            }
            stored.load(own.getKey(), network.parameters().backend(), tensor);
        }
    }

    private static Map<String, Tensor> state(Network network) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        network.parameters()
                .list()
                .select(parameter -> parameter.offset() >= 0)
                .forEach(parameter -> state.put(parameter.name(), parameter.value()));
        network.expertBiases().forEachWithIndex((bias, layer) -> state.put("expertBias." + layer, bias.value()));
        return state;
    }
}
