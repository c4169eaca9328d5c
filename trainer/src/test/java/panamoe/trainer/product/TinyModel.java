package panamoe.trainer.product;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.collections.api.list.ImmutableList;
import panamoe.tensor.Backend;
import panamoe.trainer.common.SettingsTree;
import panamoe.trainer.experiment.TinyWorld;
import panamoe.trainer.product.training.ModelTraining;
import panamoe.trainer.product.training.Phases;
import panamoe.trainer.product.training.TrainSettings;
import panamoe.trainer.product.training.TrainedModel;
import panamoe.trainer.product.training.TrainingFolder;
import panamoe.trainer.product.training.TrainingListener;
import panamoe.trainer.tasks.TaskData;
import panamoe.trainer.tasks.TaskSlots;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Models of the tiny world, which are trained in less than a second. */
public final class TinyModel {

    private static final String SETTINGS = """
            data: tiny words
            backend: scalar
            steps: 20
            evaluations: 4
            model:
              first-layer: 1
              last-layer: 1
              max-tokens: 12
              moe: {layers: [1], experts: 4}
            training: {batch-size: 8, rates: {trunk: 0.002, experts: 0.002, heads: 0.02, gates: 0.02}}
            """;

    /** All tasks of the tiny suite. */
    public static final TaskSlots SLOTS = new TaskSlots(tasks());

    private TinyModel() {}

    private static ImmutableList<TaskData> tasks() {
        TinyWorld.TinySuite suite = new TinyWorld.TinySuite();
        return suite.tasks().newWithAll(suite.unrelated());
    }

    /** The settings of a tiny training, overridden by settings in YAML. */
    public static TrainSettings settings(String yaml) {
        return TrainSettings.read(tree(yaml).over(tree(SETTINGS).over(TrainSettings.defaults())));
    }

    private static SettingsTree tree(String yaml) {
        return new SettingsTree("", (ObjectNode) new YAMLMapper().readTree(yaml));
    }

    /** Trains a model to the end. */
    public static TrainedModel train(TrainSettings settings, Backend backend, Path out) throws IOException {
        return train(settings, backend, out, false, () -> {});
    }

    /** Trains a model, or resumes its training. */
    public static TrainedModel train(
            TrainSettings settings, Backend backend, Path out, boolean resume, TrainingListener listener)
            throws IOException {
        try (TrainingFolder folder = TrainingFolder.open(out, settings, resume)) {
            ModelTraining training =
                    ModelTraining.open(settings, SLOTS, TinyWorld.pretrained(), backend, folder, Phases.NONE);
            training.run(listener);
            return training.finish(Map.of(), (model, into) -> {}).orElseThrow();
        }
    }
}
