package panamoe.trainer.product.inspection;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import panamoe.tensor.Backend;
import panamoe.tensor.Backends;
import panamoe.tensor.Shape;
import panamoe.trainer.learner.ModelCost;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.learner.MultiTaskModel;
import panamoe.trainer.product.folder.KeptModel;
import panamoe.trainer.product.folder.KeptTask;
import panamoe.trainer.product.folder.ModelConfig;
import panamoe.trainer.product.folder.ModelFolder;

/**
 * The facts of a kept model.
 *
 * @param folder of the model, as the user gave it
 * @param config the content of {@code config.json}
 * @param tasks of the model, in the order of their slots
 * @param parameters the number of values in {@code model.safetensors}: the encoder's frozen layers, the trained parameters, and fixed
 *     values of gates
 * @param cost of the trained part
 * @param modelBytes the size of the files that the model needs, in bytes
 * @param folderBytes the size of all files of the folder, in bytes
 * @param layers the use of the sparse layers that were measured, ascending
 * @param overlaps the pairs of tasks; those that use the experts most alike first
 */
public record ModelInspection(
        Path folder,
        ModelConfig config,
        List<KeptTask> tasks,
        long parameters,
        ModelCost cost,
        long modelBytes,
        long folderBytes,
        List<ExpertUse> layers,
        List<Overlap> overlaps) {

    /**
     * Reads a model and checks all of it.
     *
     * @throws panamoe.trainer.common.UserError if the folder has no model, or a damaged one
     * @throws IOException if the sizes of the files cannot be read
     */
    public static ModelInspection of(Path folder) throws IOException {
        try (Backend backend = Backends.create("scalar", 1)) {
            return of(folder, ModelFolder.read(folder, backend));
        }
    }

    /**
     * The facts of a model that was read from a folder, or written to it.
     *
     * @throws IOException if the sizes of the files cannot be read
     */
    public static ModelInspection of(Path folder, KeptModel model) throws IOException {
        ModelConfig config = model.config();
        List<ExpertUse> layers = ExpertUse.of(model);
        List<String> names = model.tasks().stream().map(KeptTask::name).toList();
        return new ModelInspection(
                folder,
                config,
                model.tasks(),
                frozen(model) + ofNetwork(model.network()),
                ModelCost.of(model.network(), config.method(), config.model().moe()),
                ModelFolder.bytes(folder),
                bytes(folder),
                layers,
                Overlap.of(names, layers));
    }

    /** The number of encoder weights outside the trained layers. */
    private static long frozen(KeptModel model) {
        ModelSettings settings = model.config().model();
        long count = 0;
        for (Map.Entry<String, Shape> weight :
                model.encoder().config().weightShapes().entrySet()) {
            boolean trained = IntStream.rangeClosed(settings.firstLayer(), settings.lastLayer())
                    .anyMatch(layer -> weight.getKey().startsWith("encoder.layer." + layer + "."));
            count += trained ? 0 : weight.getValue().size();
        }
        return count;
    }

    private static long ofNetwork(MultiTaskModel network) {
        return network.parameters().list().stream()
                        .mapToLong(parameter -> parameter.shape().size())
                        .sum()
                + network.expertBiases().sumOfInt(bias -> bias.value().size());
    }

    private static long bytes(Path folder) throws IOException {
        long[] sum = {0};
        Files.walkFileTree(folder.toRealPath(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }
}
