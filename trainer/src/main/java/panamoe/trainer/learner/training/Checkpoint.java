package panamoe.trainer.learner.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Safetensors;
import panamoe.tensor.Shape;
import panamoe.tensor.Tensor;
import panamoe.tensor.parallel.ProcessGroup;
import panamoe.trainer.common.Agreement;
import panamoe.trainer.common.Lookup;
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
        write(network, ProcessGroup.single(), file);
    }

    /** As {@link #write(Network, Path)}, of several processes, which all call it. The first one writes the whole model. */
    public static void write(Network network, ProcessGroup group, Path file) throws IOException {
        Backend backend = network.parameters().backend();
        Map<String, Tensor> state = new LinkedHashMap<>();
        own(network).forEach((name, part) -> state.put(name, part.gathered(backend, group)));
        if (!group.isFirst()) {
            return;
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        ValuesDigest digest = new ValuesDigest();
        state.values().forEach(tensor -> digest.add(backend.readFloats(tensor)));
        Safetensors.write(file, state, backend, Map.of(SHA256, digest.hex()));
    }

    /**
     * Copies a model to one that has all its parameters. All processes call it.
     *
     * @param whole receives the copy in the first process; not used in the others
     */
    public static void gather(Network network, ProcessGroup group, Network whole) {
        Backend backend = network.parameters().backend();
        Map<String, Own> to = own(whole);
        own(network).forEach((name, part) -> {
            Tensor all = part.gathered(backend, group);
            if (group.isFirst()) {
                backend.copy(all, Lookup.in(to, name).value());
            }
        });
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
        read(network, ProcessGroup.single(), file);
    }

    /** As {@link #read(Network, Path)}, of several processes, which all call it. The first one reads the file. */
    public static void read(Network network, ProcessGroup group, Path file) throws IOException {
        Backend backend = network.parameters().backend();
        Map<String, Own> own = own(network);
        Map<String, Tensor> whole = new LinkedHashMap<>();
        own.forEach((name, part) -> whole.put(name, part.receiver(backend, group)));
        Agreement.first(group, () -> {
            load(file, whole, backend);
            return null;
        });
        own.forEach((name, part) -> part.scatter(backend, group, Lookup.in(whole, name)));
    }

    private static void load(Path file, Map<String, Tensor> state, Backend backend) throws IOException {
        Safetensors stored = Safetensors.read(file);
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
            stored.load(own.getKey(), backend, tensor);
        }
    }

    /**
     * A tensor of this process.
     *
     * @param isPart true if the other processes have the other parts of the outermost axis
     */
    private record Own(Tensor value, boolean isPart) {

        private boolean isWhole(ProcessGroup group) {
            return !isPart || group.isSingle();
        }

        private Shape wholeShape(ProcessGroup group) {
            int[] dims = value.shape().dims().toArray();
            dims[0] *= isWhole(group) ? 1 : group.size();
            return Shape.of(dims);
        }

        /** The whole tensor; only the first process uses it. */
        Tensor gathered(Backend backend, ProcessGroup group) {
            if (isWhole(group)) {
                return value;
            }
            float[] all = group.collect(backend.readFloats(value));
            return group.isFirst() ? Tensor.of(backend, wholeShape(group), all) : value;
        }

        /** A tensor that the first process reads the whole into. */
        Tensor receiver(Backend backend, ProcessGroup group) {
            return isWhole(group) || !group.isFirst()
                    ? value
                    : Tensor.zeros(backend, backend.floatType(), wholeShape(group));
        }

        /** Takes this process's part of the whole tensor of the first one. */
        void scatter(Backend backend, ProcessGroup group, Tensor whole) {
            if (group.isSingle()) {
                return;
            }
            float[] all = group.isFirst()
                    ? backend.readFloats(whole)
                    : new float[wholeShape(group).size()];
            group.broadcast(all, 0);
            int n = value.size();
            int begin = isPart ? group.rank() * n : 0;
            backend.write(value, Arrays.copyOfRange(all, begin, begin + n));
        }
    }

    private static Map<String, Own> own(Network network) {
        Map<String, Own> own = new LinkedHashMap<>();
        network.parameters()
                .list()
                .select(parameter -> parameter.offset() >= 0)
                .forEach(parameter -> own.put(parameter.name(), new Own(parameter.value(), parameter.isSharded())));
        network.expertBiases()
                .forEachWithIndex((bias, layer) -> own.put("expertBias." + layer, new Own(bias.value(), false)));
        return own;
    }
}
