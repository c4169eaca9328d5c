package panamoe.trainer.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.autograd.Parameter;
import panamoe.autograd.Parameters;
import panamoe.tensor.Safetensors;
import panamoe.tensor.Tensor;

/** The parameters of a model in a safetensors file, without those that are registered as frozen. */
public final class Checkpoint {

    private Checkpoint() {}

    /** Writes the parameters; the file appears at once, its folder is made. */
    public static void write(Parameters parameters, Path file) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        trained(parameters).forEach(parameter -> tensors.put(parameter.name(), parameter.value()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Safetensors.write(file, tensors, parameters.backend(), Map.of());
    }

    /** Reads what {@link #write} wrote. @throws IOException if the file cannot be read or is that of another model */
    public static void read(Parameters parameters, Path file) throws IOException {
        Safetensors stored = Safetensors.read(file);
        ImmutableList<Parameter> trained = trained(parameters);
        if (stored.entries().size() != trained.size()) {
            throw new IOException(file + " has " + stored.entries().size() + " tensors, this model " + trained.size());
        }
        for (Parameter parameter : trained) {
            Safetensors.Entry entry = stored.entries().get(parameter.name());
            if (entry == null || !entry.shape().equals(parameter.shape())) {
                throw new IOException(file + " has no tensor " + parameter + ": it is that of another model");
            }
            stored.load(parameter.name(), parameters.backend(), parameter.value());
        }
    }

    private static ImmutableList<Parameter> trained(Parameters parameters) {
        return parameters.list().select(parameter -> parameter.gradient() != null);
    }
}
