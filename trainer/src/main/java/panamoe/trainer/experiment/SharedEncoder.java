package panamoe.trainer.experiment;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import panamoe.tensor.Backend;
import panamoe.trainer.encoder.FrozenFeatures;
import panamoe.trainer.encoder.PretrainedEncoder;
import panamoe.trainer.experiment.protocol.Design;
import panamoe.trainer.experiment.protocol.Lab;
import panamoe.trainer.learner.ModelSettings;
import panamoe.trainer.tasks.TaskSlots;

/**
 * The pretrained encoder of several runs on one backend, loaded when a run first needs it. Runs with the same examples, token limit and
 * frozen layers share its features, which are then computed once.
 */
public final class SharedEncoder {

    /** The features follow from these alone. */
    private record FeatureKey(TaskSlots slots, int firstLayer, int maxTokens) {}

    /** Loads an encoder, which takes a while. */
    @FunctionalInterface
    public interface Loader {
        /** The loaded encoder. */
        PretrainedEncoder load() throws IOException;
    }

    private final Loader loader;
    private final Backend backend;
    private final Map<FeatureKey, FrozenFeatures> features = new HashMap<>();
    private @Nullable PretrainedEncoder loaded;

    /** An encoder that is not loaded yet, for runs that compute on {@code backend}. */
    public SharedEncoder(Loader loader, Backend backend) {
        this.loader = loader;
        this.backend = backend;
    }

    /** The backend that computes everything. */
    public Backend backend() {
        return backend;
    }

    /** The encoder. @throws IOException if it must be loaded and cannot be read */
    public synchronized PretrainedEncoder get() throws IOException {
        if (loaded == null) {
            loaded = loader.load();
        }
        return loaded;
    }

    /** The features for a run. @throws IOException if the encoder must be loaded and cannot be read */
    public synchronized FrozenFeatures features(Design design) throws IOException {
        PretrainedEncoder encoder = get();
        ModelSettings model = design.settings().model();
        return features.computeIfAbsent(
                new FeatureKey(design.slots(), model.firstLayer(), model.maxTokens()),
                missing -> Lab.features(design, backend, encoder));
    }
}
